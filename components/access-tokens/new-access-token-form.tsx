'use client';
import { type FormEvent, useRef, useState } from 'react';
import { AccountFields } from '@/components/grants/account-fields';
import { ScopeFields } from '@/components/grants/scope-fields';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer } from '@/components/keys/form-problems';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { Radio, RadioGroup } from '@/components/ui/radio-group';
import { Select } from '@/components/ui/select';
import type { CreatedAccessKey } from '@/lib/access-tokens/portal-schema';
import { ACCESS_KEY_KINDS, type AccessKeyKind, LIFE_CHOICES_DAYS, NewAccessKey } from '@/lib/access-tokens/schema';
import { routes } from '@/lib/core/routes';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { READ_SCOPES, SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';
import { KIND_WORDS } from './kind-words';
import { useCreateAccessToken } from './use-access-tokens';

type Draft = { kind: AccessKeyKind; name: string; scopes: ScopeId[]; accountIds: string[]; lifeDays: number };

const OFFERED: Readonly<Record<AccessKeyKind, readonly ScopeId[]>> = { partner_key: SCOPE_IDS, personal_token: READ_SCOPES };

type FormProps = { accounts: readonly ConnectionAccount[]; onMade: (made: CreatedAccessKey & { kind: AccessKeyKind }) => void };

/** Everything an access token needs. What was typed is never lost to an error. */
export function NewAccessTokenForm({ accounts, onMade }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>({
    kind: 'partner_key',
    name: '',
    scopes: [...READ_SCOPES],
    accountIds: accounts.map(({ id }) => id),
    lifeDays: 90,
  });
  const [problems, setProblems] = useState<Problems>({});
  const create = useCreateAccessToken();
  const change = (changes: Partial<Draft>) => setDraft((current) => ({ ...current, ...changes }));
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = NewAccessKey.safeParse(draft);
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      onMade({ ...(await create.mutateAsync(checked.data)), kind: draft.kind });
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="max-w-text space-y-8">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      <Kind draft={draft} change={change} />
      <Field label="Name" error={problems.name} hint="What it is for, so that you recognise it in your lists later.">
        <Input value={draft.name} autoComplete="off" maxLength={160} onChange={({ target }) => change({ name: target.value })} />
      </Field>
      <ScopeFields
        legend="Permissions"
        offered={OFFERED[draft.kind]}
        chosen={draft.scopes}
        onChange={(scopes) => change({ scopes })}
        error={problems.scopes}
      />
      <AccountFields
        accounts={accounts}
        chosen={draft.accountIds}
        onChange={(accountIds) => change({ accountIds })}
        error={problems.accountIds}
      />
      <Life draft={draft} change={change} error={problems.lifeDays} />
      <div className="flex flex-wrap gap-2 border-t pt-6">
        <Button type="submit" variant="accent" pending={create.isPending}>
          Create access token
        </Button>
        <LinkButton href={routes.accessTokens()} variant="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}

type PartProps = { draft: Draft; change: (changes: Partial<Draft>) => void };

function Kind({ draft, change }: PartProps) {
  const choose = (kind: AccessKeyKind) => change({ kind, scopes: draft.scopes.filter((id) => OFFERED[kind].includes(id)) });
  return (
    <RadioGroup legend="What it is for">
      {ACCESS_KEY_KINDS.map((kind) => (
        <Radio
          key={kind}
          name="kind"
          label={KIND_WORDS[kind].name}
          detail={KIND_WORDS[kind].detail}
          checked={draft.kind === kind}
          onChange={() => choose(kind)}
        />
      ))}
    </RadioGroup>
  );
}

function Life({ draft, change, error }: PartProps & { error: string | undefined }) {
  return (
    <Field label="Ends after" error={error} hint="Then it stops by itself. You can revoke it at any time.">
      <div className="max-w-48">
        <Select value={draft.lifeDays} onChange={({ target }) => change({ lifeDays: Number(target.value) })}>
          {LIFE_CHOICES_DAYS.map((days) => (
            <option key={days} value={days}>
              {days === 365 ? '1 year' : `${days} days`}
            </option>
          ))}
        </Select>
      </div>
    </Field>
  );
}
