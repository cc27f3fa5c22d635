-- CreateTable
CREATE TABLE "sharings" (
    "user_id" TEXT NOT NULL,
    "trader_id" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "handle_skeleton" TEXT NOT NULL,
    "shared_since" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "environment" TEXT,
    "computed_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "sharings_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "shared_accounts" (
    "account_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shared_accounts_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "shared_fills" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(24,8) NOT NULL,
    "price" DECIMAL(24,8) NOT NULL,
    "filled_at" TIMESTAMPTZ(3) NOT NULL,
    "is_opening" BOOLEAN NOT NULL,

    CONSTRAINT "shared_fills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shared_holdings" (
    "user_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,

    CONSTRAINT "shared_holdings_pkey" PRIMARY KEY ("user_id","symbol")
);

-- CreateTable
CREATE TABLE "trader_figures" (
    "user_id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "growth" DECIMAL(24,8) NOT NULL,
    "win_rate" DECIMAL(24,8),
    "drawdown" DECIMAL(24,8) NOT NULL,
    "trades" INTEGER NOT NULL,
    "exposure" DECIMAL(24,8) NOT NULL,

    CONSTRAINT "trader_figures_pkey" PRIMARY KEY ("user_id","period")
);

-- CreateTable
CREATE TABLE "posts" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "symbol" TEXT,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "posts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "secret_sealed" TEXT NOT NULL,
    "previous_secret_sealed" TEXT,
    "previous_secret_ends_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_for" TEXT,
    "failing_since" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "user_id" TEXT,
    "event" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "payload" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "sharings_trader_id_key" ON "sharings"("trader_id");

-- CreateIndex
CREATE UNIQUE INDEX "sharings_handle_key" ON "sharings"("handle");

-- CreateIndex
CREATE UNIQUE INDEX "sharings_handle_skeleton_key" ON "sharings"("handle_skeleton");

-- CreateIndex
CREATE INDEX "sharings_shared_since_idx" ON "sharings"("shared_since");

-- CreateIndex
CREATE INDEX "shared_accounts_user_id_idx" ON "shared_accounts"("user_id");

-- CreateIndex
CREATE INDEX "shared_fills_user_id_symbol_idx" ON "shared_fills"("user_id", "symbol");

-- CreateIndex
CREATE INDEX "shared_fills_account_id_filled_at_idx" ON "shared_fills"("account_id", "filled_at");

-- CreateIndex
CREATE INDEX "shared_fills_symbol_filled_at_idx" ON "shared_fills"("symbol", "filled_at");

-- CreateIndex
CREATE INDEX "shared_fills_filled_at_id_idx" ON "shared_fills"("filled_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "shared_fills_order_id_idx" ON "shared_fills"("order_id");

-- CreateIndex
CREATE INDEX "shared_holdings_symbol_idx" ON "shared_holdings"("symbol");

-- CreateIndex
CREATE INDEX "posts_user_id_created_at_idx" ON "posts"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "posts_created_at_id_idx" ON "posts"("created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_endpoints_platform_id_idx" ON "webhook_endpoints"("platform_id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_state_next_attempt_at_idx" ON "webhook_deliveries"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_occurred_at_id_idx" ON "webhook_deliveries"("endpoint_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_deliveries_user_id_occurred_at_id_idx" ON "webhook_deliveries"("user_id", "occurred_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_deliveries_occurred_at_idx" ON "webhook_deliveries"("occurred_at");

-- AddForeignKey
ALTER TABLE "sharings" ADD CONSTRAINT "sharings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_accounts" ADD CONSTRAINT "shared_accounts_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_accounts" ADD CONSTRAINT "shared_accounts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "sharings"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_fills" ADD CONSTRAINT "shared_fills_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "sharings"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shared_holdings" ADD CONSTRAINT "shared_holdings_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "sharings"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "trader_figures" ADD CONSTRAINT "trader_figures_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "sharings"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "posts" ADD CONSTRAINT "posts_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "sharings"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Webhook deliveries are written where the facts are, in their transaction: no reader that goes over a log of numbers can meet
-- those that commit out of order, and nothing is told that was rolled back. Only users that a platform provisioned have any.
CREATE FUNCTION "enqueue_webhook"("subject" TEXT, "event_name" TEXT, "happened_at" TIMESTAMPTZ, "facts" JSONB) RETURNS VOID LANGUAGE sql AS $$
  INSERT INTO "webhook_deliveries" ("id", "endpoint_id", "user_id", "event", "occurred_at", "payload", "state", "attempts", "next_attempt_at")
  SELECT 'whd_' || replace(gen_random_uuid()::text, '-', ''), endpoint."id", person."user_id", event_name, happened_at,
    jsonb_build_object(
      'type', event_name,
      'timestamp', to_char(happened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'data', jsonb_build_object('user_id', person."user_id") || jsonb_strip_nulls(facts)
    )::text,
    'pending', 0, happened_at
  FROM "platform_users" AS person
  JOIN "clients" AS platform ON platform."id" = person."platform_id"
  JOIN "webhook_endpoints" AS endpoint ON endpoint."platform_id" = person."platform_id"
  WHERE person."user_id" = subject AND event_name = ANY(endpoint."events") AND endpoint."disabled_at" IS NULL
    AND platform."disabled_at" IS NULL AND platform."deleted_at" IS NULL
$$;

CREATE FUNCTION "webhook_on_grant"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "enqueue_webhook"(NEW."user_id", CASE WHEN NEW."revoked_at" IS NULL THEN 'grant.allowed' ELSE 'grant.revoked' END,
    coalesce(NEW."revoked_at", NEW."created_at"),
    jsonb_build_object('grant_id', NEW."id", 'client_id', NEW."client_id", 'resource', NEW."resource", 'scopes', NEW."scopes", 'reason', NEW."revoked_for"));
  RETURN NULL;
END $$;
CREATE TRIGGER "webhook_grant_allowed" AFTER INSERT ON "grants" FOR EACH ROW WHEN (NEW."revoked_at" IS NULL)
  EXECUTE FUNCTION "webhook_on_grant"();
CREATE TRIGGER "webhook_grant_revoked" AFTER UPDATE OF "revoked_at" ON "grants" FOR EACH ROW
  WHEN (OLD."revoked_at" IS NULL AND NEW."revoked_at" IS NOT NULL) EXECUTE FUNCTION "webhook_on_grant"();

CREATE FUNCTION "webhook_on_mint"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "enqueue_webhook"(NEW."user_id", 'user_token.minted', NEW."created_at", jsonb_build_object('mint_id', NEW."id", 'grant_id', NEW."grant_id",
    'resource', NEW."resource", 'scopes', NEW."scope_names", 'expires_at', to_char(NEW."expires_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
  RETURN NULL;
END $$;
CREATE TRIGGER "webhook_mint" AFTER INSERT ON "user_token_mints" FOR EACH ROW EXECUTE FUNCTION "webhook_on_mint"();

-- An order is told of once, when all of it is filled; not the holdings an account is opened with.
CREATE FUNCTION "webhook_on_fill"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "enqueue_webhook"(account."user_id", 'order.filled', NEW."updated_at", jsonb_build_object(
      'order_id', NEW."id", 'client_order_id', NEW."client_order_id", 'account_id', NEW."account_id", 'environment', account."environment",
      'symbol', NEW."symbol", 'side', NEW."side", 'type', NEW."type", 'quantity', trim_scale(NEW."filled_quantity")::text,
      'average_price', trim_scale(round(NEW."filled_value" / NEW."filled_quantity", 8))::text, 'currency', account."currency"))
  FROM "accounts" AS account WHERE account."id" = NEW."account_id" AND account."created_at" < NEW."submitted_at";
  RETURN NULL;
END $$;
CREATE TRIGGER "webhook_order_filled_at_once" AFTER INSERT ON "paper_orders" FOR EACH ROW WHEN (NEW."status" = 'filled')
  EXECUTE FUNCTION "webhook_on_fill"();
CREATE TRIGGER "webhook_order_filled" AFTER UPDATE OF "status" ON "paper_orders" FOR EACH ROW
  WHEN (OLD."status" <> 'filled' AND NEW."status" = 'filled') EXECUTE FUNCTION "webhook_on_fill"();

CREATE FUNCTION "webhook_on_audit"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "enqueue_webhook"(NEW."user_id", NEW."name", NEW."at",
    jsonb_build_object('grant_id', NEW."grant_id", 'client_id', NEW."client_id", 'detail', NEW."detail"));
  RETURN NULL;
END $$;
CREATE TRIGGER "webhook_audit" AFTER INSERT ON "audit_events" FOR EACH ROW WHEN (NEW."user_id" IS NOT NULL AND NEW."name" LIKE 'trade.%')
  EXECUTE FUNCTION "webhook_on_audit"();
