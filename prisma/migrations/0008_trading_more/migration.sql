-- AlterTable
ALTER TABLE "trade_confirmations" ADD COLUMN     "budget_day" TEXT,
ADD COLUMN     "cancellations" JSONB,
ADD COLUMN     "lookups" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "successor_id" TEXT;

-- AlterTable
ALTER TABLE "trade_orders" ADD COLUMN     "answer" JSONB,
ADD COLUMN     "broker_code" TEXT,
ADD COLUMN     "broker_message" TEXT,
ADD COLUMN     "value" DECIMAL(24,8) NOT NULL DEFAULT 0;
