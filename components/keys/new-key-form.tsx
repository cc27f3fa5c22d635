'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { ScopeFields } from '@/components/grants/scope-fields';
import { Button } from '@/components/ui/button';
import { CheckboxRow } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { Radio, RadioGroup } from '@/components/ui/radio-group';
import { gatewayCallbackUri, isGatewayKey } from '@/lib/clients/gateway-key';
import { NAME_LIMIT, NewKey } from '@/lib/clients/key-schema';
import { routes } from '@/lib/core/routes';
import type { RedirectPreset } from '@/lib/guides/schema';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer, withoutProblemsOf } from './form-problems';
import { useKeyDraft } from './key-draft';
import { handOverSecret } from './new-secret';
import { PresetPicker } from './preset-picker';
import { RedirectUriFields } from './redirect-uri-fields';
import { useCreateKey } from './use-keys';

type Draft = ReturnType<typeof useKeyDraft>;

type NewKeyFormProps = {
  presets: readonly RedirectPreset[];
  /** The one it begins with. */
  first: RedirectPreset | null;
  appUrl: string;
};

/** "Generate Key": everything a key needs, on one page. What was typed is never lost to an error. */
export function NewKeyForm({ presets, first, appUrl }: NewKeyFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const typed = useKeyDraft(first);
  const { problems, isBusy, submit, forget } = useSubmit(typed.draft, form);
  const keyDraft: Draft = {
    ...typed,
    change: (changes) => {
      forget(Object.keys(changes));
      typed.change(withOwnerOnly(appUrl, typed.draft, changes));
    },
    choosePreset: (preset) => {
      forget(['name', 'redirectUris']);
      typed.choosePreset(preset);
    },
  };
  return (
    <form ref={form} noValidate onSubmit={submit} className="max-w-text space-y-8">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      <Basics {...keyDraft} presets={presets} appUrl={appUrl} problems={problems} />
      <ScopeFields
        legend="Permissions"
        hint="The most this key can ever be allowed. Whoever connects still decides what to allow, and can allow less."
        chosen={keyDraft.draft.scopes}
        onChange={(scopes) => keyDraft.change({ scopes })}
        error={problems.scopes}
      />
      <ClientType {...keyDraft} />
      <div className="flex flex-wrap gap-2 border-t pt-6">
        <Button type="submit" variant="accent" pending={isBusy}>
          Generate Key
        </Button>
        <LinkButton href={routes.keys()} variant="quiet">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}

/** A gateway key is for its owner only, unless they untick it. */
function withOwnerOnly(appUrl: string, before: Draft['draft'], changes: Partial<Draft['draft']>): Partial<Draft['draft']> {
  const becomesGateway = isGatewayKey({ appUrl }, changes.redirectUris ?? []) && !isGatewayKey({ appUrl }, before.redirectUris);
  return becomesGateway ? { ...changes, isOwnerOnly: true } : changes;
}

function useSubmit(draft: Draft['draft'], form: React.RefObject<HTMLFormElement | null>) {
  const [problems, setProblems] = useState<Problems>({});
  const create = useCreateKey();
  const queries = useQueryClient();
  const router = useRouter();
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = NewKey.safeParse(draft);
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      const { key, clientSecret } = await create.mutateAsync(checked.data);
      if (clientSecret !== null) handOverSecret(queries, key.clientId, clientSecret);
      router.push(routes.key(key.clientId));
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  const forget = (fields: string[]) => setProblems((current) => withoutProblemsOf(current, fields));
  return { problems, submit, forget, isBusy: create.isPending || create.isSuccess };
}

type BasicsProps = Draft & { presets: readonly RedirectPreset[]; appUrl: string; problems: Problems };

function Basics({ draft, preset, change, choosePreset, presets, appUrl, problems }: BasicsProps) {
  return (
    <div className="space-y-6">
      <PresetPicker presets={presets} chosen={preset} onChoose={choosePreset} />
      <Field label="Client name" error={problems.name} hint="People see it when they are asked to allow this client.">
        <Input value={draft.name} autoComplete="off" maxLength={NAME_LIMIT * 2} onChange={({ target }) => change({ name: target.value })} />
      </Field>
      <div className="space-y-1.5">
        <RedirectUriFields
          uris={draft.redirectUris}
          onChange={(redirectUris) => change({ redirectUris })}
          problems={problems}
          appUrl={appUrl}
        />
        <GatewayButton draft={draft} change={change} appUrl={appUrl} />
        <p className="max-w-text text-muted text-sm">
          Where people are sent back after they allowed or denied. Your AI client calls it callback or redirect URL. It has to match
          exactly; only the port of an address on your own computer may differ.
        </p>
      </div>
    </div>
  );
}

function GatewayButton({ draft, change, appUrl }: Pick<Draft, 'draft' | 'change'> & { appUrl: string }) {
  const isGateway = isGatewayKey({ appUrl }, draft.redirectUris);
  return (
    <div className="space-y-1.5 pt-1.5">
      <Button size="sm" disabled={isGateway} onClick={() => change({ redirectUris: [gatewayCallbackUri({ appUrl })] })}>
        Use gateway callback
      </Button>
      <p role="status" className="max-w-text text-muted text-sm">
        {isGateway
          ? 'This key works in every AI platform we know, with nothing but its Client ID: people come back here and are forwarded. “Only me” is ticked below.'
          : 'One key for any AI platform: people come back here and are forwarded to the platform they started from.'}
      </p>
    </div>
  );
}

function ClientType({ draft, change }: Draft) {
  return (
    <div className="space-y-6">
      <RadioGroup legend="Client type">
        <Radio
          name="isConfidential"
          label="Public"
          detail="For apps on a computer or phone, and wherever a secret could be read. Most AI clients."
          checked={!draft.isConfidential}
          onChange={() => change({ isConfidential: false })}
        />
        <Radio
          name="isConfidential"
          label="Confidential"
          detail="For a server that can keep a secret. You get a client secret, shown once."
          checked={draft.isConfidential}
          onChange={() => change({ isConfidential: true })}
        />
      </RadioGroup>
      <div className="rounded-md border px-3">
        <CheckboxRow
          name="isOwnerOnly"
          sentence="Only me"
          detail="Nobody else can connect with this key. Without it, anyone with an account here may, each for their own accounts."
          checked={draft.isOwnerOnly ?? false}
          onChange={({ target }) => change({ isOwnerOnly: target.checked })}
        />
      </div>
    </div>
  );
}
