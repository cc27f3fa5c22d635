import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { RelativeTime } from '@/components/ui/relative-time';
import { routes } from '@/lib/core/routes';
import type { ShownTrade } from '@/lib/trading/portal-schema';
import { outcomeOf } from './trade-words';

/** A line each: what it was, who asked, what became of it. */
export function DecidedTrades({ trades, withClient = true }: { trades: readonly ShownTrade[]; withClient?: boolean }) {
  if (trades.length === 0) return <p className="text-muted">None yet.</p>;
  return (
    <ul className="max-w-text divide-y">
      {trades.map((trade) => {
        const { label, tone, sentence } = outcomeOf(trade);
        return (
          <li key={trade.confirmationId} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <p className="break-words">
                {trade.approvalId === null ? (
                  trade.summary
                ) : (
                  <Link href={routes.approval(trade.approvalId)} className="rounded-sm underline-offset-3 hover:underline">
                    {trade.summary}
                  </Link>
                )}
              </p>
              <p className="text-muted text-sm">
                {withClient && `${trade.clientName}. `}
                {sentence}
              </p>
            </div>
            <div className="flex shrink-0 items-center gap-3">
              <Badge tone={tone}>{label}</Badge>
              <span className="text-muted text-sm">
                <RelativeTime at={trade.decidedAt ?? trade.createdAt} />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
