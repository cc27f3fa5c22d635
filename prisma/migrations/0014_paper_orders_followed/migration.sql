-- The orders of paper accounts are followed too, so what the lease of a follower was kept in moves to the account.
ALTER TABLE "accounts" ADD COLUMN     "follow_failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "followed_until" TIMESTAMPTZ(3);
UPDATE "accounts" AS account SET "follow_failures" = connection."follow_failures", "followed_until" = connection."followed_until"
FROM "broker_connections" AS connection WHERE connection."account_id" = account."id";

-- AlterTable
ALTER TABLE "broker_connections" DROP COLUMN "follow_failures",
DROP COLUMN "followed_until";

-- AlterTable
ALTER TABLE "paper_orders" ADD COLUMN     "split_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "order_follows_next_look_at_idx" ON "order_follows"("next_look_at");

-- Nobody asks about a paper order that rests. What becomes of it, or of a leg of its bracket, makes its follow due in the same commit; a look
-- that has read what was before counts no more ("looks"), so nothing is missed. Of an order that fills in many parts, some are told together.
CREATE FUNCTION "look_at_followed_order"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "order_follows" SET "looks" = "looks" + 1, "idle_looks" = 0,
    "next_look_at" = least("next_look_at", CASE WHEN NEW."status" = 'partially_filled' AND OLD."status" = 'partially_filled'
      THEN NEW."updated_at" + interval '10 seconds' ELSE NEW."updated_at" END)
  WHERE "order_id" IN (NEW."id", NEW."parent_id");
  RETURN NULL;
END $$;
CREATE TRIGGER "paper_order_followed" AFTER UPDATE ON "paper_orders" FOR EACH ROW
  WHEN (OLD."status" <> NEW."status" OR OLD."filled_quantity" <> NEW."filled_quantity" OR OLD."split_at" IS DISTINCT FROM NEW."split_at")
  EXECUTE FUNCTION "look_at_followed_order"();

-- Those that are open already are looked at once.
INSERT INTO "order_follows" ("trade_order_id", "account_id", "order_id", "next_look_at", "started_at")
SELECT DISTINCT ON (paper."id") trade."id", paper."account_id", paper."id", now(), paper."submitted_at"
FROM "paper_orders" AS paper
JOIN "trade_orders" AS trade ON trade."order_id" = paper."id" AND trade."status" = 'placed'
JOIN "trade_confirmations" AS confirmation ON confirmation."id" = trade."confirmation_id"
WHERE paper."parent_id" IS NULL AND EXISTS (SELECT FROM "paper_orders" AS working
  WHERE paper."id" IN (working."id", working."parent_id") AND working."status" IN ('held', 'open', 'partially_filled'))
ORDER BY paper."id", confirmation."created_at", confirmation."id"
ON CONFLICT DO NOTHING;

-- An entry of the audit trail tells of a fill elsewhere; of one here the paper books tell (webhook_on_fill), once.
CREATE OR REPLACE FUNCTION "webhook_on_followed_fill"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "accounts" WHERE "id" = NEW."detail"->>'accountId' AND "broker" = 'paper') THEN RETURN NULL; END IF;
  PERFORM "enqueue_webhook"(NEW."user_id", NEW."name", NEW."at", jsonb_build_object(
      'order_id', NEW."detail"->'orderId', 'client_order_id', NEW."detail"->'clientOrderId', 'account_id', NEW."detail"->'accountId',
      'environment', NEW."detail"->'environment', 'symbol', NEW."detail"->'symbol', 'side', NEW."detail"->'side', 'type', NEW."detail"->'type',
      'quantity', NEW."detail"->'filledQuantity', 'average_price', NEW."detail"->'averagePrice', 'currency', NEW."detail"->'currency'));
  RETURN NULL;
END $$;
