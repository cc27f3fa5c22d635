'use client';
import { DecidedTrades } from '@/components/approvals/decided-trades';
import type { ShownTrade } from '@/lib/trading/portal-schema';
import { useTradesOf } from './use-ai-clients';

/** What it wanted to trade, and what became of it. */
export function ClientTrades({ grantId, initial }: { grantId: string; initial: ShownTrade[] }) {
  const { data } = useTradesOf(grantId, initial);
  return <DecidedTrades trades={data} withClient={false} />;
}
