'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

type NameDialogProps = {
  /** Names the button that opens it, the title and the button that does it. */
  action: string;
  label: string;
  description: string;
  isMain?: boolean;
  /** Runs while the dialog stays open; it closes when this resolves and shows the message when it rejects. */
  onName: (name: string) => Promise<unknown>;
};

/** Asks for a name and makes something of it. */
export function NameDialog({ action, label, description, isMain = false, onName }: NameDialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant={isMain ? 'accent' : 'plain'}>{action}</Button>
      </DialogTrigger>
      <DialogContent title={action} description={description}>
        <NameForm action={action} label={label} onName={onName} onDone={() => setOpen(false)} />
      </DialogContent>
    </Dialog>
  );
}

type NameFormProps = Pick<NameDialogProps, 'action' | 'label' | 'onName'> & { onDone: () => void };

function NameForm({ action, label, onName, onDone }: NameFormProps) {
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await onName(name);
      onDone();
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={submit}>
      <Field label={label} error={problem}>
        <Input value={name} autoComplete="off" maxLength={160} onChange={({ target }) => setName(target.value)} />
      </Field>
      <DialogActions>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="accent" pending={isBusy}>
          {action}
        </Button>
      </DialogActions>
    </form>
  );
}
