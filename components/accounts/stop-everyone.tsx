'use client';
import { useState } from 'react';
import { usePortalNow } from '@/components/layout/portal-watch';
import { useResumeEveryone, useStopEveryone } from '@/components/trading/use-stops';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { DangerRow, DangerSection } from '@/components/ui/danger-section';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toaster';

/** For operators: one stop over all people here. */
export function StopEveryone() {
  const { state } = usePortalNow();
  const resume = useResumeEveryone();
  const isStopped = state.everyoneStoppedAt !== null;
  return (
    <DangerSection title="For everyone here (you are an operator)">
      <DangerRow
        title={isStopped ? 'AI trading is stopped for everyone' : 'Stop all AI trading for everyone'}
        action={
          isStopped ? (
            <AlertDialog
              trigger={<Button>Allow AI trading for everyone</Button>}
              title="Allow AI trading for everyone again?"
              description="Every person's AI clients may trade again, within their own limits. People who stopped it for themselves stay stopped."
              action="Allow for everyone"
              tone="accent"
              onAction={async () => {
                await resume.mutateAsync(undefined);
                toast.success('AI trading is allowed for everyone');
              }}
            />
          ) : (
            <StopEveryoneDialog />
          )
        }
      >
        {isStopped
          ? 'Nobody’s AI clients can trade, on any instance. Everybody sees why.'
          : 'Within a second no AI client of anybody can trade, on any instance. Everybody sees your reason. Orders at the broker go on working.'}
      </DangerRow>
    </DangerSection>
  );
}

function StopEveryoneDialog() {
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const stop = useStopEveryone();
  const press = () =>
    stop.mutate(reason, {
      onSuccess: () => {
        setOpen(false);
        toast.success('AI trading is stopped for everyone');
      },
    });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="danger-plain">Stop for everyone</Button>
      </DialogTrigger>
      <DialogContent title="Stop all AI trading for everyone?" description="It counts for all people and all instances, within a second.">
        <Field label="Reason" hint="Everybody sees it." error={stop.error?.message}>
          <Input value={reason} maxLength={200} autoComplete="off" onChange={({ target }) => setReason(target.value)} />
        </Field>
        <DialogActions>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="danger" pending={stop.isPending} onClick={press}>
            Stop for everyone
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
}
