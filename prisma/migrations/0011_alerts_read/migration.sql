-- An alert is read, no longer dismissed: the header lists it further on.
ALTER TABLE "alerts" RENAME COLUMN "dismissed_at" TO "read_at";
ALTER INDEX "alerts_user_id_dismissed_at_created_at_idx" RENAME TO "alerts_user_id_read_at_created_at_idx";
