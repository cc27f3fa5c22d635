-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "trade_rules" JSONB;

-- AlterTable
ALTER TABLE "grants" ADD COLUMN     "hidden_families" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "trade_rules" JSONB;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "approval_above" DECIMAL(20,8);

-- CreateTable
CREATE TABLE "trade_confirmations" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "grant_id" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "plan_hash" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "warnings" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "value" DECIMAL(24,8) NOT NULL,
    "currency" TEXT NOT NULL,
    "order_count" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "approval_id" TEXT,
    "approval_expires_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "trade_confirmations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "trade_orders" (
    "id" TEXT NOT NULL,
    "confirmation_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "order_id" TEXT,
    "status" TEXT NOT NULL,
    "error_code" TEXT,
    "error_message" TEXT,

    CONSTRAINT "trade_orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant_days" (
    "grant_id" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "orders" INTEGER NOT NULL,
    "value" DECIMAL(24,8) NOT NULL,

    CONSTRAINT "grant_days_pkey" PRIMARY KEY ("grant_id","day")
);

-- CreateTable
CREATE TABLE "trading_stops" (
    "key" TEXT NOT NULL,
    "stopped_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_by" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "trading_stops_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "trade_confirmations_approval_id_key" ON "trade_confirmations"("approval_id");

-- CreateIndex
CREATE INDEX "trade_confirmations_user_id_state_created_at_idx" ON "trade_confirmations"("user_id", "state", "created_at" DESC);

-- CreateIndex
CREATE INDEX "trade_confirmations_grant_id_created_at_idx" ON "trade_confirmations"("grant_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "trade_confirmations_state_claimed_until_idx" ON "trade_confirmations"("state", "claimed_until");

-- CreateIndex
CREATE INDEX "trade_orders_account_id_client_order_id_idx" ON "trade_orders"("account_id", "client_order_id");

-- CreateIndex
CREATE INDEX "trade_orders_order_id_idx" ON "trade_orders"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "trade_orders_confirmation_id_position_key" ON "trade_orders"("confirmation_id", "position");

-- AddForeignKey
ALTER TABLE "trade_confirmations" ADD CONSTRAINT "trade_confirmations_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trade_confirmations" ADD CONSTRAINT "trade_confirmations_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trade_orders" ADD CONSTRAINT "trade_orders_confirmation_id_fkey" FOREIGN KEY ("confirmation_id") REFERENCES "trade_confirmations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant_days" ADD CONSTRAINT "grant_days_grant_id_fkey" FOREIGN KEY ("grant_id") REFERENCES "grants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
