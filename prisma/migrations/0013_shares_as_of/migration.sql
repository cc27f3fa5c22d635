-- Until now nothing split: what a deployment filled is told in the shares of now.
ALTER TABLE "deployments" ADD COLUMN     "shares_as_of" TIMESTAMPTZ(3);
UPDATE "deployments" SET "shares_as_of" = now();
ALTER TABLE "deployments" ALTER COLUMN "shares_as_of" SET NOT NULL;
