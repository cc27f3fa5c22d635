'use client';
import { type FormEvent, useRef, useState } from 'react';
import { ScopeFields } from '@/components/grants/scope-fields';
import { Button } from '@/components/ui/button';
import { counted } from '@/components/ui/counted';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toaster';
import { KeyChanges, type KeyDetails, NAME_LIMIT } from '@/lib/clients/key-schema';
import { SCOPES, type ScopeId } from '@/lib/grants/scopes';
import { focusFirstProblem, type Problems, problemsOf, problemsOfAnswer, withoutProblemsOf } from './form-problems';
import { RedirectUriFields } from './redirect-uri-fields';
import { useUpdateKey } from './use-keys';

type Draft = { name: string; redirectUris: string[]; scopes: ScopeId[] };

/** Name, redirect URIs and permissions of a key, in place. Says what taking a permission away stops before it is saved. */
export function KeyEditForm({ saved, appUrl }: { saved: KeyDetails; appUrl: string }) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>({ name: saved.name, redirectUris: saved.redirectUris, scopes: saved.scopes });
  const { problems, submit, forget, isBusy } = useSave(saved, draft, form);
  const change = (changes: Partial<Draft>) => {
    forget(Object.keys(changes));
    setDraft({ ...draft, ...changes });
  };
  const isChanged = Object.keys(changesOf(saved, draft)).length > 0;
  return (
    <form ref={form} noValidate onSubmit={submit} className="max-w-text space-y-6">
      {problems[''] && <Notice tone="danger">{problems['']}</Notice>}
      <Field label="Client name" error={problems.name}>
        <Input value={draft.name} autoComplete="off" maxLength={NAME_LIMIT * 2} onChange={({ target }) => change({ name: target.value })} />
      </Field>
      <RedirectUriFields
        uris={draft.redirectUris}
        onChange={(redirectUris) => change({ redirectUris })}
        problems={problems}
        appUrl={appUrl}
      />
      <ScopeFields
        legend="Permissions"
        hint="The most any connection with this key is allowed."
        chosen={draft.scopes}
        onChange={(scopes) => change({ scopes })}
        error={problems.scopes}
      />
      <NarrowingNotice saved={saved} scopes={draft.scopes} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="accent" disabled={!isChanged} pending={isBusy}>
          Save changes
        </Button>
        {isChanged && (
          <Button variant="quiet" onClick={() => setDraft({ name: saved.name, redirectUris: saved.redirectUris, scopes: saved.scopes })}>
            Undo changes
          </Button>
        )}
      </div>
    </form>
  );
}

function NarrowingNotice({ saved, scopes }: { saved: KeyDetails; scopes: readonly ScopeId[] }) {
  const stopped = saved.scopes.filter((id) => !scopes.includes(id) && (saved.connectionsByScope[id] ?? 0) > 0);
  if (stopped.length === 0) return null;
  return (
    <Notice tone="danger" title="Saving this counts at once">
      <ul>
        {stopped.map((id) => (
          <li key={id}>
            {counted(saved.connectionsByScope[id] ?? 0, 'connection')} can no longer do this: {sentenceOf(id).toLowerCase()}.
          </li>
        ))}
      </ul>
    </Notice>
  );
}

const sentenceOf = (id: ScopeId) => SCOPES.find((scope) => scope.id === id)?.sentence ?? id;

const isSame = (left: readonly string[], right: readonly string[]) =>
  left.length === right.length && left.every((item, at) => item === right[at]);

function changesOf(saved: KeyDetails, draft: Draft): Partial<Draft> {
  return {
    ...(draft.name === saved.name ? {} : { name: draft.name }),
    ...(isSame(draft.redirectUris, saved.redirectUris) ? {} : { redirectUris: draft.redirectUris }),
    ...(isSame([...draft.scopes].sort(), [...saved.scopes].sort()) ? {} : { scopes: draft.scopes }),
  };
}

function useSave(saved: KeyDetails, draft: Draft, form: React.RefObject<HTMLFormElement | null>) {
  const [problems, setProblems] = useState<Problems>({});
  const update = useUpdateKey(saved.clientId);
  const refuse = (found: Problems) => {
    setProblems(found);
    focusFirstProblem(form.current);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const checked = KeyChanges.safeParse(changesOf(saved, draft));
    if (!checked.success) return refuse(problemsOf(checked.error));
    setProblems({});
    try {
      await update.mutateAsync(checked.data);
      toast.success('Changes saved');
    } catch (thrown) {
      refuse(problemsOfAnswer(thrown));
    }
  };
  const forget = (fields: string[]) => setProblems((current) => withoutProblemsOf(current, fields));
  return { problems, submit, forget, isBusy: update.isPending };
}
