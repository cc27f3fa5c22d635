'use client';
import { useId } from 'react';
import { usePortalNow } from '@/components/layout/portal-watch';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import type { ShownTrade } from '@/lib/trading/portal-schema';
import { outcomeOf } from './trade-words';
import { useDecide } from './use-approvals';

type DecisionProps = {
  trade: ShownTrade;
  approvalId: string;
  /** The element that says which trade, for the two buttons. */
  describedBy: string;
  onDecided: () => void;
};

/** "Approve trade" and "Decline". While AI trading is stopped, only declining is left. */
export function Decision({ trade, approvalId, describedBy, onDecided }: DecisionProps) {
  const { state } = usePortalNow();
  const decide = useDecide(approvalId);
  const stopId = useId();
  const isStopped = state.stoppedAt !== null || state.everyoneStoppedAt !== null;
  const press = (decision: 'approve' | 'decline') =>
    decide.mutate(decision === 'approve' ? { decision, summary: trade.summary } : { decision }, {
      onSuccess: (decided) => {
        const { label, sentence, tone } = outcomeOf(decided);
        const say = tone === 'stopped' && decision === 'approve' ? toast.error : toast.success;
        say(decision === 'approve' ? `Approved: ${label.toLowerCase()}` : 'Declined', { description: sentence });
        onDecided();
      },
    });
  const names = isStopped ? `${describedBy} ${stopId}` : describedBy;
  const isApproving = decide.isPending && decide.variables?.decision === 'approve';
  return (
    <div className="space-y-4">
      {decide.error && <Notice tone="danger">{decide.error.message}</Notice>}
      {isStopped && trade.state === 'awaiting_approval' && (
        <p id={stopId} className="text-muted text-sm">
          AI trading is stopped, so this cannot be approved.
        </p>
      )}
      <div className="grid gap-2 sm:grid-cols-2">
        <Button
          variant="accent"
          aria-describedby={names}
          pending={isApproving}
          disabled={decide.isPending || isStopped}
          onClick={() => press('approve')}
        >
          Approve trade
        </Button>
        <Button
          aria-describedby={describedBy}
          pending={decide.isPending && !isApproving}
          disabled={decide.isPending}
          onClick={() => press('decline')}
        >
          Decline
        </Button>
      </div>
    </div>
  );
}
