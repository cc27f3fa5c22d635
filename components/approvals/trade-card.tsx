'use client';
import Link from 'next/link';
import { useId } from 'react';
import { VerifiedName } from '@/components/trading/verified-name';
import { Card } from '@/components/ui/card';
import { routes } from '@/lib/core/routes';
import type { ShownTrade } from '@/lib/trading/portal-schema';
import { Countdown } from './countdown';
import { Decision } from './decision';
import { TradeFacts } from './trade-facts';

type TradeCardProps = {
  trade: ShownTrade;
  approvalId: string;
  heardAt: number;
  onOver: () => void;
  onDecided: () => void;
};

/** One trade that waits: who asks, what exactly, what it is worth, what moved, and the two answers. */
export function TradeCard({ trade, approvalId, heardAt, onOver, onDecided }: TradeCardProps) {
  const id = useId();
  return (
    <li>
      <article aria-labelledby={id}>
        <Card className="space-y-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
            <p className="min-w-0">
              <VerifiedName name={trade.clientName} isVerified={trade.isVerified} /> <span className="text-muted">asks you to approve</span>
            </p>
            <Countdown secondsLeft={trade.secondsLeft} heardAt={heardAt} onOver={onOver} />
          </div>
          <h3 id={id} className="text-pretty font-semibold text-lg">
            <Link href={routes.approval(approvalId)} className="rounded-sm underline-offset-3 hover:underline">
              {trade.summary}
            </Link>
          </h3>
          <TradeFacts trade={trade} />
          <Decision trade={trade} approvalId={approvalId} describedBy={id} onDecided={onDecided} />
        </Card>
      </article>
    </li>
  );
}
