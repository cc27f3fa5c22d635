'use client';
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toaster';
import { redirectUriProblem } from '@/lib/clients/redirect-uri';

type CallbackListProps = {
  callbacks: readonly string[];
  appUrl: string;
  /** Stores the whole list. */
  onSave: (callbacks: string[]) => Promise<unknown>;
  isRemovable?: boolean;
};

/** Addresses that a platform makes up itself, pasted once. */
export function CallbackList({ callbacks, appUrl, onSave, isRemovable = true }: CallbackListProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const save = async (changed: string[], done: string) => {
    setProblem(null);
    setSaving(true);
    try {
      await onSave(changed);
      setText('');
      toast.success(done);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
    } finally {
      setSaving(false);
    }
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const wrong = redirectUriProblem(text.trim(), appUrl);
    if (wrong !== null) return setProblem(wrong);
    return save([...callbacks, text.trim()], 'Callback added');
  };
  const remove = (gone: string) =>
    save(
      callbacks.filter((uri) => uri !== gone),
      'Callback removed',
    );
  return (
    <div className="max-w-text space-y-4">
      <Callbacks callbacks={callbacks} onRemove={isRemovable ? remove : null} />
      <form noValidate onSubmit={add} className="space-y-3">
        <Field label="Platform callback" error={problem}>
          <Input
            value={text}
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="https://chatgpt.com/connector/oauth/…"
            className="font-mono text-sm"
            onChange={({ target }) => {
              setText(target.value);
              setProblem(null);
            }}
          />
        </Field>
        <Button type="submit" pending={isSaving}>
          Add callback
        </Button>
      </form>
    </div>
  );
}

function Callbacks({ callbacks, onRemove }: { callbacks: readonly string[]; onRemove: ((uri: string) => void) | null }) {
  if (callbacks.length === 0) return null;
  return (
    <ul className="divide-y rounded-md border px-3">
      {callbacks.map((uri) => (
        <li key={uri} className="flex items-center justify-between gap-3 py-1.5">
          <code className="wrap-anywhere min-w-0 font-mono text-sm">{uri}</code>
          {onRemove && (
            <Button variant="quiet" size="icon" onClick={() => onRemove(uri)}>
              <X aria-hidden="true" />
              <span className="sr-only">Remove {uri}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
