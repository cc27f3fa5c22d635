// The context of a use case: everything of Core plus the registry.
import type { Core } from '@/lib/core/context';
import type { PrismaClient } from './generated/client';

/** What queries need: the client itself or an open transaction. */
export type Database = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

export type Ctx = Core & Readonly<{ db: Database }>;

/** The context as made at start-up; only it can open transactions. */
export type RootCtx = Core & Readonly<{ db: PrismaClient }>;

/** Of transactions that are open: their clients look like any other, and not every adapter can nest. */
const open = new WeakSet<Database>();

/**
 * Runs the work in one transaction. What must survive a refusal does not belong in here.
 * Inside an open one it joins that. Several statements cost far more than one: hot paths use a single statement instead.
 */
export function inTransaction<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { db } = ctx;
  if (open.has(db)) return work(ctx);
  return (db as PrismaClient).$transaction((transaction) => {
    open.add(transaction);
    return work({ ...ctx, db: transaction });
  });
}
