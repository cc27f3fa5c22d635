-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "firm_max_daily_loss" DECIMAL(20,8),
ADD COLUMN     "firm_max_drawdown" DECIMAL(20,8);

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "partner_access_blocked_reason" TEXT;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "partner_access_blocked_reason" TEXT,
ADD COLUMN     "plan" TEXT;

-- CreateTable
CREATE TABLE "journal_entries" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "account_id" TEXT,
    "symbol" TEXT,
    "order_id" TEXT,
    "text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journal_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "journal_entries_user_id_written_at_id_idx" ON "journal_entries"("user_id", "written_at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
