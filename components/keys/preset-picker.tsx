'use client';
import { Badge } from '@/components/ui/badge';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { Confidence, RedirectPreset } from '@/lib/guides/schema';

export const CUSTOM = 'custom';

const CONFIDENCE: Record<Confidence, { mark: string; words: string }> = {
  confirmed: { mark: 'Confirmed', words: 'The vendor documents this address.' },
  reported: { mark: 'Reported', words: 'Others connected with this address. The vendor can change it.' },
  unsure: { mark: 'Check in your client', words: 'We are not sure about this address. Compare it with what your client shows.' },
};

type PresetPickerProps = {
  presets: readonly RedirectPreset[];
  chosen: RedirectPreset | null;
  onChoose: (preset: RedirectPreset | null) => void;
};

/** "Which app is this key for?": fills in the redirect URIs of a known client. */
export function PresetPicker({ presets, chosen, onChoose }: PresetPickerProps) {
  return (
    <div className="space-y-2">
      <Field label="Which app is this key for?">
        <Select value={chosen?.id ?? CUSTOM} onChange={({ target }) => onChoose(presets.find(({ id }) => id === target.value) ?? null)}>
          <option value={CUSTOM}>Another app, or my own</option>
          {presets.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <div role="status" className="text-muted text-sm">
        {chosen ? <PresetNote preset={chosen} /> : 'Choosing one fills in its redirect URIs.'}
      </div>
    </div>
  );
}

function PresetNote({ preset }: { preset: RedirectPreset }) {
  const { mark, words } = CONFIDENCE[preset.confidence];
  return (
    <p className="max-w-text">
      <Badge tone={preset.confidence === 'confirmed' ? 'new' : 'neutral'}>{mark}</Badge> {words} {preset.note}
    </p>
  );
}
