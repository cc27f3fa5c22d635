'use client';
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { KeyDetails } from '@/lib/clients/key-schema';
import { redirectUriProblem } from '@/lib/clients/redirect-uri';
import { useUpdateKey } from './use-keys';

type PlatformCallbacksProps = { saved: KeyDetails; appUrl: string; platforms: readonly string[] };

/** "Platform callbacks" of a gateway key: addresses the platform makes up itself, pasted once. */
export function PlatformCallbacks({ saved, appUrl, platforms }: PlatformCallbacksProps) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const update = useUpdateKey(saved.clientId);
  const save = async (platformCallbacks: string[], done: string) => {
    setProblem(null);
    try {
      await update.mutateAsync({ platformCallbacks });
      setText('');
      toast.success(done);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
    }
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const wrong = redirectUriProblem(text.trim(), appUrl);
    if (wrong !== null) return setProblem(wrong);
    return save([...saved.platformCallbacks, text.trim()], 'Callback added');
  };
  return (
    <Section
      title="Platform callbacks"
      anchor="platform-callbacks"
      hint={`This key forwards to ${platforms.join(', ')} without any setting. Where a platform shows a callback URL of its own, as ChatGPT and Copilot Studio do, paste it here once.`}
    >
      <div className="max-w-text space-y-4">
        <Callbacks
          callbacks={saved.platformCallbacks}
          onRemove={(gone) =>
            save(
              saved.platformCallbacks.filter((uri) => uri !== gone),
              'Callback removed',
            )
          }
        />
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
          <Button type="submit" pending={update.isPending}>
            Add callback
          </Button>
        </form>
      </div>
    </Section>
  );
}

function Callbacks({ callbacks, onRemove }: { callbacks: readonly string[]; onRemove: (uri: string) => void }) {
  if (callbacks.length === 0) return null;
  return (
    <ul className="divide-y rounded-md border px-3">
      {callbacks.map((uri) => (
        <li key={uri} className="flex items-center justify-between gap-3 py-1.5">
          <code className="wrap-anywhere min-w-0 font-mono text-sm">{uri}</code>
          <Button variant="quiet" size="icon" onClick={() => onRemove(uri)}>
            <X aria-hidden="true" />
            <span className="sr-only">Remove {uri}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}
