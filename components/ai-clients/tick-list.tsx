'use client';
import { CheckboxRow } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';

type TickListProps<Value extends string> = {
  legend: string;
  choices: readonly (readonly [Value, string])[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
  error?: string;
};

/** Any of a few, in their own order. */
export function TickList<Value extends string>({ legend, choices, chosen, onChange, error }: TickListProps<Value>) {
  const toggle = (value: Value) => onChange(choices.map(([one]) => one).filter((one) => (one === value) !== chosen.includes(one)));
  return (
    <fieldset>
      <legend className="font-medium text-sm">{legend}</legend>
      <div className="mt-1 grid sm:grid-cols-2 sm:gap-x-6">
        {choices.map(([value, label]) => (
          <CheckboxRow key={value} sentence={label} checked={chosen.includes(value)} onChange={() => toggle(value)} className="py-1.5" />
        ))}
      </div>
      <FieldError>{error}</FieldError>
    </fieldset>
  );
}
