'use client';
import { useId } from 'react';
import { Badge } from '@/components/ui/badge';
import { CheckboxRow } from '@/components/ui/checkbox';
import { FieldError } from '@/components/ui/field';
import { type Risk, SCOPES, type ScopeId } from '@/lib/grants/scopes';

type ScopeFieldsProps = {
  legend: string;
  hint?: string;
  /** Which of the catalogue can be ticked; all when left out. */
  offered?: readonly ScopeId[];
  chosen: readonly ScopeId[];
  onChange: (chosen: ScopeId[]) => void;
  error?: string;
};

/** A box per permission, in catalogue order, with what it means and whether it can move money. */
export function ScopeFields({ legend, hint, offered, chosen, onChange, error }: ScopeFieldsProps) {
  const id = useId();
  const shown = offered ? SCOPES.filter((scope) => offered.includes(scope.id)) : SCOPES;
  const toggle = (scope: ScopeId, isTicked: boolean) => onChange(isTicked ? [...chosen, scope] : chosen.filter((other) => other !== scope));
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined} data-field="scopes">
      <legend className="font-medium text-sm">{legend}</legend>
      {hint && <p className="mt-0.5 max-w-text text-muted text-sm">{hint}</p>}
      <div className="mt-1.5 divide-y rounded-md border px-3">
        {shown.map((scope) => (
          <CheckboxRow
            key={scope.id}
            name="scopes"
            mono={scope.id}
            sentence={scope.sentence}
            marks={<RiskMark risk={scope.risk} />}
            detail={scope.detail}
            checked={chosen.includes(scope.id)}
            onChange={(event) => toggle(scope.id, event.target.checked)}
          />
        ))}
      </div>
      <div className="mt-1.5">
        <FieldError id={`${id}-error`}>{error}</FieldError>
      </div>
    </fieldset>
  );
}

function RiskMark({ risk }: { risk: Risk }) {
  if (risk === 'trade') return <Badge tone="money">Can move money</Badge>;
  return risk === 'write' ? <Badge>Changes things</Badge> : null;
}
