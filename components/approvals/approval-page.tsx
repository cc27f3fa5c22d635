'use client';
import { useCallback, useId, useRef } from 'react';
import { VerifiedName } from '@/components/trading/verified-name';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { ShownTrade } from '@/lib/trading/portal-schema';
import { Countdown } from './countdown';
import { Decision } from './decision';
import { TradeFacts } from './trade-facts';
import { outcomeOf } from './trade-words';
import { useApproval } from './use-approvals';

/** One trade, by its own address: where an AI client sends its person. Stays after the decision and says what became of it. */
export function ApprovalPage({ initial, approvalId }: { initial: ShownTrade; approvalId: string }) {
  const { data: trade, dataUpdatedAt, error, refetch } = useApproval(initial, approvalId);
  const id = useId();
  const outcome = useRef<HTMLDivElement>(null);
  const again = useCallback(() => void refetch(), [refetch]);
  const toOutcome = useCallback(() => outcome.current?.focus(), []); // the buttons that held the focus are gone
  const isWaiting = trade.state === 'awaiting_approval';
  return (
    <div className="max-w-text">
      <PageHeader title={isWaiting ? 'Approve a trade' : 'Trade'} back={<TextLink href={routes.approvals()}>All approvals</TextLink>}>
        <VerifiedName name={trade.clientName} isVerified={trade.isVerified} />{' '}
        {isWaiting ? 'asks you to approve this trade.' : 'asked for this trade.'}
      </PageHeader>
      {error && (
        <Notice tone="danger" className="mb-4" title="This page may be out of date">
          {error.message}
        </Notice>
      )}
      <Card className="space-y-5">
        <div ref={outcome} tabIndex={-1} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 outline-none">
          <Outcome trade={trade} />
          {isWaiting && <Countdown secondsLeft={trade.secondsLeft} heardAt={dataUpdatedAt} onOver={again} />}
        </div>
        <p id={id} className="text-pretty font-semibold text-lg">
          {trade.summary}
        </p>
        <TradeFacts trade={trade} />
        {isWaiting && <Decision trade={trade} approvalId={approvalId} describedBy={id} onDecided={toOutcome} />}
      </Card>
      <p className="pt-4 text-muted text-sm">
        Proposed <RelativeTime at={trade.createdAt} /> by a connection you can{' '}
        <TextLink href={routes.aiClient(trade.grantId)}>pause, limit or revoke</TextLink>.
      </p>
    </div>
  );
}

function Outcome({ trade }: { trade: ShownTrade }) {
  const { label, tone, sentence } = outcomeOf(trade);
  return (
    <p role="status" className="min-w-56 flex-1">
      <Badge tone={tone}>{label}</Badge> <span className="text-muted">{sentence}</span>
    </p>
  );
}
