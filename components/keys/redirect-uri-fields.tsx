'use client';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { REDIRECT_URIS_PER_KEY } from '@/lib/clients/key-schema';
import { redirectUriProblem } from '@/lib/clients/redirect-uri';
import type { Problems } from './form-problems';

type RedirectUriFieldsProps = {
  uris: readonly string[];
  onChange: (uris: string[]) => void;
  problems: Problems;
  /** Our own address, to recognise the MCP URL pasted by mistake. */
  appUrl: string;
};

/** One field per redirect URI. What is recognisably wrong is said when the field is left, and kept until it is right. */
export function RedirectUriFields({ uris, onChange, problems, appUrl }: RedirectUriFieldsProps) {
  const replace = (index: number, uri: string) => onChange(uris.map((other, at) => (at === index ? uri : other)));
  const remove = (index: number) => onChange(uris.filter((_, at) => at !== index));
  return (
    <div className="space-y-3">
      {uris.map((uri, index) => (
        <RedirectUriField
          // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place in the list; its text is what changes
          key={index}
          number={index + 1}
          uri={uri}
          problem={problems[`redirectUris.${index}`] ?? (index === 0 ? problems.redirectUris : undefined)}
          appUrl={appUrl}
          onChange={(text) => replace(index, text)}
          onRemove={uris.length > 1 ? () => remove(index) : undefined}
        />
      ))}
      {uris.length < REDIRECT_URIS_PER_KEY && (
        <Button size="sm" onClick={() => onChange([...uris, ''])}>
          <Plus aria-hidden="true" />
          Add another
        </Button>
      )}
    </div>
  );
}

type RedirectUriFieldProps = {
  number: number;
  uri: string;
  problem: string | undefined;
  appUrl: string;
  onChange: (uri: string) => void;
  onRemove: (() => void) | undefined;
};

function RedirectUriField({ number, uri, problem, appUrl, onChange, onRemove }: RedirectUriFieldProps) {
  const [isLeft, setLeft] = useState(false);
  const label = number === 1 ? 'Redirect URI' : `Redirect URI ${number}`;
  const hint = isLeft && uri.trim() !== '' ? redirectUriProblem(uri.trim(), appUrl) : null;
  return (
    <div className="flex items-start gap-2">
      <Field label={label} error={problem ?? hint} className="min-w-0 flex-1">
        <Input
          value={uri}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="https://app.example/callback"
          className="font-mono text-sm"
          onChange={(event) => onChange(event.target.value)}
          onPaste={() => setLeft(true)}
          onBlur={() => setLeft(true)}
        />
      </Field>
      {onRemove && (
        <Button variant="quiet" size="icon" className="mt-[1.6875rem]" onClick={onRemove}>
          <X aria-hidden="true" />
          <span className="sr-only">Remove {label}</span>
        </Button>
      )}
    </div>
  );
}
