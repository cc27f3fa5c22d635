'use client';
import { CircleCheckBig } from 'lucide-react';
import { useCallback, useRef } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import type { Approvals } from '@/lib/trading/portal-schema';
import { DecidedTrades } from './decided-trades';
import { TradeCard } from './trade-card';
import { useApprovals } from './use-approvals';

/** Trades that wait for the person, live; below them what became of the last ones. */
export function ApprovalsPage({ initial }: { initial: Approvals }) {
  const { data, dataUpdatedAt, error, refetch } = useApprovals(initial);
  const top = useRef<HTMLDivElement>(null);
  const again = useCallback(() => void refetch(), [refetch]);
  const toTop = useCallback(() => top.current?.focus(), []); // the card that held the focus is gone
  return (
    <>
      {error && (
        <Notice tone="danger" className="mb-4" title="This list may be out of date">
          {error.message}
        </Notice>
      )}
      <div ref={top} tabIndex={-1} className="pb-6 outline-none">
        <h2 className="sr-only">Waiting for you</h2>
        {data.waiting.length === 0 ? (
          <EmptyState icon={CircleCheckBig} title="Nothing waits for you">
            A trade shows up here when an AI client confirms one that is worth as much as you want to be asked about. You have ten minutes
            to decide; then it expires.
          </EmptyState>
        ) : (
          <ul className="grid gap-4 xl:grid-cols-2">
            {data.waiting.map((trade) =>
              trade.approvalId === null ? null : (
                <TradeCard
                  key={trade.approvalId}
                  trade={trade}
                  approvalId={trade.approvalId}
                  heardAt={dataUpdatedAt}
                  onOver={again}
                  onDecided={toTop}
                />
              ),
            )}
          </ul>
        )}
      </div>
      <Section title="Recently decided" hint="The last 20 trades that waited for you, and what became of them.">
        <DecidedTrades trades={data.decided} />
      </Section>
    </>
  );
}
