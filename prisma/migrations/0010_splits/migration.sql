-- AlterTable
ALTER TABLE "paper_books" ADD COLUMN     "next_split_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "paper_splits" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "old_shares" INTEGER NOT NULL,
    "new_shares" INTEGER NOT NULL,
    "quantity_before" DECIMAL(24,8) NOT NULL,
    "quantity_after" DECIMAL(24,8) NOT NULL,
    "split_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paper_splits_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "paper_splits_account_id_split_at_id_idx" ON "paper_splits"("account_id", "split_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "paper_books_next_split_at_idx" ON "paper_books"("next_split_at");

-- AddForeignKey
ALTER TABLE "paper_splits" ADD CONSTRAINT "paper_splits_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Accounts from before have never met a split: theirs begin now. An account without open orders is as matched as it can be.
UPDATE "paper_books" SET "matched_until" = date_trunc('second', now()) WHERE "open_orders" = 0 AND "matched_until" < now();
-- Those that hold something are looked at once, which finds out when their next split comes.
UPDATE "paper_books" AS book SET "next_split_at" = now() WHERE EXISTS (SELECT 1 FROM "paper_positions" WHERE "account_id" = book."account_id");
