'use client';
import { AlertDialog as Primitive } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { Button } from './button';
import { DialogActions } from './dialog';
import { Field } from './field';
import { Input } from './input';
import { Notice } from './notice';
import { overlayStyles, panelStyles } from './overlay-styles';

type AlertDialogProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  title: string;
  /** What will happen, in numbers: "3 connections stop working at once." */
  description: ReactNode;
  /** Says what it does: "Revoke access". */
  action: string;
  /** Runs while the dialog stays open; it closes when this resolves and shows the message when it rejects. */
  onAction: () => Promise<unknown>;
  /** `danger` (default) for what destroys or stops. */
  tone?: 'danger' | 'accent';
  /** Where it cannot be undone: what has to be typed first. */
  typeToAllow?: string;
};

/** Asks before something that matters. Focus starts on "Cancel"; pressing beside it does not leave it. */
export function AlertDialog({ trigger, ...content }: AlertDialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Primitive.Root open={isOpen} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Overlay className={overlayStyles} />
        <Primitive.Content className={`${panelStyles} max-w-column p-6`}>
          <Question {...content} onDone={() => setOpen(false)} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function Question({
  title,
  description,
  action,
  onAction,
  tone = 'danger',
  typeToAllow,
  onDone,
}: Omit<AlertDialogProps, 'trigger'> & { onDone: () => void }) {
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const run = async () => {
    setRunning(true);
    setFailure(null);
    try {
      await onAction();
      onDone();
    } catch (thrown) {
      setFailure(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
      setRunning(false);
    }
  };
  return (
    <>
      <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
      <Primitive.Description asChild>
        <div className="mt-1.5 space-y-2 text-muted">{description}</div>
      </Primitive.Description>
      {typeToAllow && (
        <Field label={<>Type {typeToAllow} to go on</>} className="mt-4">
          <Input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </Field>
      )}
      {failure && (
        <Notice tone="danger" className="mt-4">
          {failure}
        </Notice>
      )}
      <DialogActions>
        <Primitive.Cancel asChild>
          <Button>Cancel</Button>
        </Primitive.Cancel>
        <Button variant={tone} pending={isRunning} disabled={typeToAllow !== undefined && typed !== typeToAllow} onClick={run}>
          {action}
        </Button>
      </DialogActions>
    </>
  );
}
