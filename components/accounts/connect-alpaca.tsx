'use client';
import { type FormEvent, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/browser/api';
import { useConnectBroker } from './use-accounts';

/** The form for a key pair made at Alpaca. What was entered is never shown again. */
export function ConnectAlpaca({ environment }: { environment: 'live' | 'paper' }) {
  const form = useRef<HTMLFormElement>(null);
  const connect = useConnectBroker();
  const problem = connect.error;
  const field = problem instanceof ApiError ? problem.field : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const keys = { keyId: String(typed.get('keyId')), secretKey: String(typed.get('secretKey')) };
    connect.mutate(keys, {
      onSuccess: () => {
        form.current?.reset();
        toast.success('Account connected', { description: 'Trading is off until you switch it on.' });
      },
    });
  };
  return (
    <Section
      title="Connect Alpaca"
      hint={
        environment === 'live'
          ? 'With keys of your live account: real money. AI clients see it only where you allow it.'
          : 'With keys of your paper account: simulated money. AI clients see it only where you allow it.'
      }
    >
      <form ref={form} noValidate onSubmit={submit} className="max-w-column space-y-5">
        {problem && field !== 'keyId' && field !== 'secretKey' && <Notice tone="danger">{problem.message}</Notice>}
        <Field
          label="Key ID"
          hint={`Made at Alpaca under API keys, for your ${environment} account.`}
          error={field === 'keyId' ? problem?.message : undefined}
        >
          <Input name="keyId" autoComplete="off" spellCheck={false} className="font-mono" />
        </Field>
        <Field
          label="Secret key"
          hint="Kept encrypted, used only to talk to Alpaca, never shown again. New keys for the same account replace the old ones."
          error={field === 'secretKey' ? problem?.message : undefined}
        >
          <Input name="secretKey" type="password" autoComplete="off" className="font-mono" />
        </Field>
        <Button type="submit" pending={connect.isPending}>
          Connect Alpaca
        </Button>
      </form>
    </Section>
  );
}
