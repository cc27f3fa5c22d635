'use client';
// A key while it is being written: what is typed so far, and what a preset filled in.
import { useState } from 'react';
import type { NewKeyInput } from '@/lib/clients/key-schema';
import { READ_SCOPES } from '@/lib/grants/scopes';
import type { RedirectPreset } from '@/lib/guides/schema';

export const EMPTY_DRAFT: NewKeyInput = {
  name: '',
  redirectUris: [''],
  scopes: [...READ_SCOPES],
  isConfidential: false,
  isOwnerOnly: false,
};

/** With the preset's name and addresses in place of the one before it and of empty fields; what the person typed stays. */
export function withPreset(draft: NewKeyInput, before: RedirectPreset | null, preset: RedirectPreset | null): NewKeyInput {
  const typed = draft.redirectUris.filter((uri) => uri.trim() !== '' && !before?.redirectUris.includes(uri));
  const redirectUris = [...new Set([...(preset?.redirectUris ?? []), ...typed])];
  const isNameTyped = draft.name.trim() !== '' && draft.name !== before?.label;
  return { ...draft, name: isNameTyped ? draft.name : (preset?.label ?? ''), redirectUris: redirectUris.length > 0 ? redirectUris : [''] };
}

export function useKeyDraft(first: RedirectPreset | null) {
  const [draft, setDraft] = useState(() => withPreset(EMPTY_DRAFT, null, first));
  const [preset, setPreset] = useState(first);
  return {
    draft,
    preset,
    change: (changes: Partial<NewKeyInput>) => setDraft((current) => ({ ...current, ...changes })),
    choosePreset: (chosen: RedirectPreset | null) => {
      setDraft(withPreset(draft, preset, chosen));
      setPreset(chosen);
    },
  };
}
