'use client';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/browser/api';
import type { NotProved, ProofWays } from '@/lib/identity/proof-schema';
import { useProofWays, useProveAtProvider, useProveWithPasskey, useProveWithPassword } from './use-prove';

/** What became of the way to the identity provider. */
const FAILURES: Readonly<Record<NotProved, string>> = {
  canceled: 'The sign-in at the identity provider was canceled or refused, so nothing was confirmed. Try again.',
  no_answer: 'The identity provider did not answer as expected, or did not ask you to sign in again, so nothing was confirmed. Try again.',
  not_asked: 'The identity provider did not ask you to sign in again, so nothing was confirmed. Try again.',
  somebody_else: 'You signed in there as somebody else, so nothing was confirmed. Sign in there with the account that is connected here.',
};

type ProofDialogProps = { isOpen: boolean; failure: NotProved | null; onDone: (isProved: boolean) => void };

/** Asks the person to prove who they are without leaving the page; closing it is an answer too. */
export function ProofDialog({ isOpen, failure, onDone }: ProofDialogProps) {
  const ways = useProofWays(isOpen);
  return (
    <Dialog open={isOpen} onOpenChange={(open) => !open && onDone(false)}>
      <DialogContent
        title="Confirm it is you"
        description="Your last sign-in here is more than 5 minutes old. Confirm once, and it holds for the next 5 minutes."
      >
        {ways.isPending && <Skeleton className="h-24" />}
        {ways.error && <Notice tone="danger">{ways.error.message}</Notice>}
        {ways.data && <Ways ways={ways.data} failure={failure} onProved={() => onDone(true)} />}
      </DialogContent>
    </Dialog>
  );
}

function Ways({ ways, failure, onProved }: { ways: ProofWays; failure: NotProved | null; onProved: () => void }) {
  const passkey = useProveWithPasskey();
  const provider = useProveAtProvider();
  const problem = (passkey.error ?? provider.error)?.message ?? (failure && FAILURES[failure]);
  return (
    <div className="space-y-5">
      {problem && <Notice tone="danger">{problem}</Notice>}
      {ways.password && <PasswordProof onProved={onProved} />}
      {(ways.passkey || ways.provider !== null) && (
        <div className="flex flex-wrap gap-2">
          {ways.passkey && (
            <Button
              variant={ways.password ? 'plain' : 'accent'}
              pending={passkey.isPending}
              onClick={() => passkey.mutate(undefined, { onSuccess: onProved })}
            >
              Use a passkey
            </Button>
          )}
          {ways.provider !== null && (
            <Button pending={provider.isPending || provider.isSuccess} onClick={() => provider.mutate()}>
              Sign in with {ways.provider}
            </Button>
          )}
        </div>
      )}
      {ways.provider !== null && (
        <p className="text-muted text-sm">Signing in there brings you back to this page. Then press the button again.</p>
      )}
    </div>
  );
}

function PasswordProof({ onProved }: { onProved: () => void }) {
  const [password, setPassword] = useState('');
  const prove = useProveWithPassword();
  const problem = prove.error instanceof ApiError ? prove.error : null;
  const isAboutPassword = problem?.field === 'password' || problem?.status === 422;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    prove.mutate(password, { onSuccess: onProved });
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      {prove.error && !isAboutPassword && <Notice tone="danger">{prove.error.message}</Notice>}
      <Field label="Password" error={isAboutPassword ? problem?.message : undefined}>
        <Input
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <Button type="submit" variant="accent" pending={prove.isPending}>
        Confirm
      </Button>
    </form>
  );
}
