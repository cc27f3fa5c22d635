'use client';
import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { usePortalNow } from '@/components/layout/portal-watch';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { counted } from '@/components/ui/counted';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import type { Stopped } from '@/lib/trading/portal-schema';
import { useStopTrading } from './use-stops';

/** "Stop all AI trading": says what stops and what goes on, then stops at once. */
export function StopDialog() {
  const { state } = usePortalNow();
  const [isOpen, setOpen] = useState(false);
  if (state.stoppedAt !== null) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="danger">
          <OctagonX aria-hidden="true" />
          Stop all AI trading
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Stop all AI trading?"
        description="Within a second no AI client can propose, confirm or change an order in any of your accounts, and nothing that waits for you can be approved. Deployed strategies are paused until you allow it again. AI clients can still look, within their permissions."
      >
        <StopForm onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

function StopForm({ onDone }: { onDone: () => void }) {
  const [cancelOpening, setCancelOpening] = useState(false);
  const [cancelExits, setCancelExits] = useState(false);
  const stop = useStopTrading();
  const press = () =>
    stop.mutate(
      { cancelOpening, cancelExits },
      {
        onSuccess: (stopped) => {
          onDone();
          tell(stopped);
        },
      },
    );
  return (
    <>
      {stop.error && <Notice tone="danger">{stop.error.message}</Notice>}
      <CheckboxRow
        sentence="Cancel working orders that open positions"
        detail="Also your own ones. Untouched, they go on working at the broker."
        checked={cancelOpening}
        onChange={({ target }) => setCancelOpening(target.checked)}
      />
      <CheckboxRow
        sentence="Cancel stops and take-profits too"
        detail="They protect positions you hold. Leave them working unless you look after those positions yourself."
        checked={cancelExits}
        onChange={({ target }) => setCancelExits(target.checked)}
      />
      <DialogActions>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="danger" pending={stop.isPending} onClick={press}>
          Stop AI trading
        </Button>
      </DialogActions>
    </>
  );
}

function tell({ canceled, failed }: Stopped): void {
  const description = canceled.length > 0 ? `${counted(canceled.length, 'order')} canceled.` : undefined;
  toast.success('AI trading is stopped', { description });
  if (failed.length > 0) {
    toast.error(`${counted(failed.length, 'order')} could not be canceled`, { description: 'See Open orders, and cancel by hand.' });
  }
}
