'use client';
import { Download, Eye, EyeOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import { CheckboxRow } from './checkbox';
import { cn } from './cn';
import { CopyButton } from './copy-button';
import { Field } from './field';
import { Input } from './input';

type SecretOnceProps = {
  /** The name of the field: "Client secret". */
  label: string;
  secret: string;
  /** What the downloaded text file is called. */
  fileName: string;
};

/** A secret on its only appearance: blurred until asked, to be copied or downloaded; leaving before that asks first. */
export function SecretOnce({ label, secret, fileName }: SecretOnceProps) {
  const [isShown, setShown] = useState(false);
  const [isSaved, setSaved] = useState(false);
  useLeaveWarning(!isSaved, `${label} is shown only once. Leave without saving it?`);
  return (
    <div className="rounded-lg border border-control bg-surface p-5">
      <Field label={label} hint="This is the only time you see it. Keep it where you keep passwords; if it is lost, make a new one here.">
        <Input
          readOnly
          value={secret}
          spellCheck={false}
          autoComplete="off"
          className={cn('font-mono text-sm transition-[filter]', !isShown && 'select-none blur-[5px]')}
        />
      </Field>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          Show
        </Button>
        <CopyButton text={secret} label={`Copy ${label}`} onCopied={() => setSaved(true)} />
        <Button
          onClick={() => {
            downloadText(fileName, `${secret}\n`);
            setSaved(true);
          }}
        >
          <Download aria-hidden="true" />
          Download
        </Button>
      </div>
      <CheckboxRow
        className="mt-2 pb-0"
        sentence="I have saved it"
        checked={isSaved}
        onChange={(event) => setSaved(event.target.checked)}
      />
    </div>
  );
}

/** Asks before the page is closed, reloaded or left by a link, while `isActive`. */
function useLeaveWarning(isActive: boolean, question: string) {
  useEffect(() => {
    if (!isActive) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // The router changes pages without unloading, so links are caught before it hears of them.
    const onClick = (event: MouseEvent) => {
      const isLink = event.target instanceof Element && event.target.closest('a[href]') !== null;
      if (!isLink || window.confirm(question)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('beforeunload', onUnload);
    document.addEventListener('click', onClick, { capture: true });
    return () => {
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, [isActive, question]);
}

function downloadText(fileName: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
