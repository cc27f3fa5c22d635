-- CreateTable
CREATE TABLE "strategy_files" (
    "user_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "etag" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "strategy_files_pkey" PRIMARY KEY ("user_id","path")
);

-- CreateTable
CREATE TABLE "backtests" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "parameters" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "progress_percent" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_id" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "result" JSONB,
    "trades" JSONB,

    CONSTRAINT "backtests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "confirmation_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),
    "note" TEXT,
    "last_bar_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "bars_held" INTEGER NOT NULL DEFAULT 0,
    "last_price" DECIMAL(24,8),

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment_orders" (
    "deployment_id" TEXT NOT NULL,
    "bar_at" TIMESTAMPTZ(3) NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(24,8) NOT NULL,
    "reason" TEXT NOT NULL,
    "client_order_id" TEXT,
    "confirmation_id" TEXT,
    "state" TEXT NOT NULL,
    "filled_quantity" DECIMAL(24,8) NOT NULL DEFAULT 0,
    "average_price" DECIMAL(24,8),
    "problem" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deployment_orders_pkey" PRIMARY KEY ("deployment_id","bar_at")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),
    "mailed_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "backtests_user_id_created_at_id_idx" ON "backtests"("user_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "backtests_state_lease_until_created_at_idx" ON "backtests"("state", "lease_until", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "deployments_confirmation_id_key" ON "deployments"("confirmation_id");

-- CreateIndex
CREATE INDEX "deployments_user_id_started_at_idx" ON "deployments"("user_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "deployments_state_due_at_idx" ON "deployments"("state", "due_at");

-- CreateIndex
CREATE INDEX "alerts_user_id_dismissed_at_created_at_idx" ON "alerts"("user_id", "dismissed_at", "created_at" DESC);

-- CreateIndex
CREATE INDEX "alerts_severity_mailed_at_created_at_idx" ON "alerts"("severity", "mailed_at", "created_at");

-- AddForeignKey
ALTER TABLE "strategy_files" ADD CONSTRAINT "strategy_files_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backtests" ADD CONSTRAINT "backtests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment_orders" ADD CONSTRAINT "deployment_orders_deployment_id_fkey" FOREIGN KEY ("deployment_id") REFERENCES "deployments"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
