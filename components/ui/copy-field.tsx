'use client';
import { CopyButton } from './copy-button';
import { Field } from './field';
import { Input } from './input';

/** A value to take elsewhere: a read-only field "{label}" and the button "Copy {label}", which shows only "Copy". */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <div className="space-y-1.5">
      <div className="flex items-end gap-2">
        <Field label={label} className="min-w-0 flex-1">
          <Input readOnly value={value} spellCheck={false} className="font-mono text-sm" onFocus={(event) => event.target.select()} />
        </Field>
        <CopyButton text={value} label={`Copy ${label}`} isShort className="min-h-10" />
      </div>
      {hint && <p className="max-w-text text-muted text-sm">{hint}</p>}
    </div>
  );
}
