'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';

type CopyButtonProps = {
  text: string;
  /** The accessible name, like "Copy Client ID"; shown unless `isIconOnly`. */
  label: string;
  isIconOnly?: boolean;
  /** Shows the first word of the label only, beside a field that carries the rest; turns to "Copied" for a moment. */
  isShort?: boolean;
  className?: string;
  onCopied?: () => void;
};

const SHOWN_MS = 2500;

/** Copies, shows a tick for a moment and says "Copied" to screen readers. Keeps its size and its name. */
export function CopyButton({ text, label, isIconOnly = false, isShort = false, className, onCopied }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? 'copied' : 'failed');
    if (isCopied) onCopied?.();
  };
  return (
    <>
      <Button
        variant={isIconOnly ? 'quiet' : 'plain'}
        size={isIconOnly ? 'icon-sm' : 'md'}
        title={isIconOnly ? label : undefined}
        className={className}
        onClick={copy}
      >
        {outcome === 'copied' ? <Check aria-hidden="true" className="text-accent-text" /> : <Copy aria-hidden="true" />}
        <span className={isIconOnly || isShort ? 'sr-only' : undefined}>{label}</span>
        {isShort && (
          <span aria-hidden="true" className="w-12 text-left">
            {outcome === 'copied' ? 'Copied' : 'Copy'}
          </span>
        )}
      </Button>
      <span role="status" className={outcome === 'failed' ? 'text-danger-text text-sm' : 'sr-only'}>
        {outcome === 'copied' && 'Copied'}
        {outcome === 'failed' && 'Your browser did not allow it. Select the text and copy it.'}
      </span>
    </>
  );
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no clipboard outside https and localhost, or not allowed: the person copies by hand
  }
}
