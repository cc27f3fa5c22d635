'use client';
import { type FormEvent, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/browser/api';
import { useAddPasskey } from './use-passkeys';

/** Asks for a name, then for the authenticator. */
export function AddPasskeyForm() {
  const form = useRef<HTMLFormElement>(null);
  const add = useAddPasskey();
  const field = add.error instanceof ApiError ? add.error.field : undefined;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.mutate(String(new FormData(event.currentTarget).get('name')), {
      onSuccess: () => {
        form.current?.reset();
        toast.success('Passkey added');
      },
    });
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="mt-5 max-w-column space-y-5">
      {add.error && field !== 'name' && <Notice tone="danger">{add.error.message}</Notice>}
      <Field
        label="Name"
        hint="Where it is kept, such as the name of the device."
        error={field === 'name' ? add.error?.message : undefined}
      >
        <Input name="name" autoComplete="off" maxLength={60} />
      </Field>
      <Button type="submit" pending={add.isPending}>
        Add a passkey
      </Button>
    </form>
  );
}
