-- AlterTable
ALTER TABLE "broker_connections" ADD COLUMN     "follow_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "followed_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "order_follows" (
    "trade_order_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "seen" JSONB,
    "looks" INTEGER NOT NULL DEFAULT 0,
    "idle_looks" INTEGER NOT NULL DEFAULT 0,
    "next_look_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_follows_pkey" PRIMARY KEY ("trade_order_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "order_follows_order_id_key" ON "order_follows"("order_id");

-- CreateIndex
CREATE INDEX "order_follows_account_id_next_look_at_idx" ON "order_follows"("account_id", "next_look_at");

-- AddForeignKey
ALTER TABLE "order_follows" ADD CONSTRAINT "order_follows_trade_order_id_fkey" FOREIGN KEY ("trade_order_id") REFERENCES "trade_orders"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "operator_limits" (
    "user_id" TEXT NOT NULL,
    "broker" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "max_daily_loss" DECIMAL(20,8),
    "max_drawdown" DECIMAL(20,8),
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operator_limits_pkey" PRIMARY KEY ("user_id","broker","number")
);

-- AddForeignKey
ALTER TABLE "operator_limits" ADD CONSTRAINT "operator_limits_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is learned of an order at a broker elsewhere is an entry of the audit trail; that all of it was filled is told in the same words as
-- of a paper order (webhook_on_fill), whose fills are booked here.
CREATE FUNCTION "webhook_on_followed_fill"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "enqueue_webhook"(NEW."user_id", NEW."name", NEW."at", jsonb_build_object(
      'order_id', NEW."detail"->'orderId', 'client_order_id', NEW."detail"->'clientOrderId', 'account_id', NEW."detail"->'accountId',
      'environment', NEW."detail"->'environment', 'symbol', NEW."detail"->'symbol', 'side', NEW."detail"->'side', 'type', NEW."detail"->'type',
      'quantity', NEW."detail"->'filledQuantity', 'average_price', NEW."detail"->'averagePrice', 'currency', NEW."detail"->'currency'));
  RETURN NULL;
END $$;
CREATE TRIGGER "webhook_order_followed" AFTER INSERT ON "audit_events" FOR EACH ROW
  WHEN (NEW."user_id" IS NOT NULL AND NEW."name" = 'order.filled') EXECUTE FUNCTION "webhook_on_followed_fill"();
