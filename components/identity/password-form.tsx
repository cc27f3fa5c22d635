'use client';
import { type FormEvent, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/browser/api';
import { useChangePassword } from './use-account';

/** Changes the password; the current one is asked, because an unlocked screen is not its owner. */
export function PasswordForm() {
  const form = useRef<HTMLFormElement>(null);
  const change = useChangePassword();
  const problem = change.error instanceof ApiError ? change.error : null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const input = { currentPassword: String(typed.get('currentPassword')), newPassword: String(typed.get('newPassword')) };
    change.mutate(input, {
      onSuccess: ({ endedSessions }) => {
        form.current?.reset();
        toast.success('Password changed', { description: endedText(endedSessions) });
      },
    });
  };
  const errorOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  return (
    <form ref={form} onSubmit={submit} noValidate className="max-w-column space-y-5">
      {problem && !problem.field && <Notice tone="danger">{problem.message}</Notice>}
      <Field label="Current password" error={errorOf('currentPassword')}>
        <Input name="currentPassword" type="password" autoComplete="current-password" />
      </Field>
      <Field label="New password" hint="At least 10 characters. A few words are easy to remember." error={errorOf('newPassword')}>
        <Input name="newPassword" type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" pending={change.isPending}>
        Change password
      </Button>
    </form>
  );
}

function endedText(count: number): string {
  if (count === 0) return 'You stay signed in here.';
  return count === 1 ? 'One other browser was signed out.' : `${count} other browsers were signed out.`;
}
