'use client';
import { CopyButton } from './copy-button';
import { Field } from './field';
import { Input } from './input';

/** A value to take elsewhere: a read-only field "{label}" and the button "Copy {label}". */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label={label} className="min-w-0 flex-1 basis-64">
        <Input readOnly value={value} spellCheck={false} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
      </Field>
      <CopyButton text={value} label={`Copy ${label}`} className="min-h-10" />
      {hint && <p className="w-full max-w-text text-muted text-sm">{hint}</p>}
    </div>
  );
}
