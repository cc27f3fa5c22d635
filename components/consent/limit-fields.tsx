// The limits a person sets on orders while allowing a client.
import { FieldGrid, Part } from '@/components/standalone/document';
import { FormField } from '@/components/standalone/form-field';

/** As typed. */
export type LimitsTyped = { maxOrderValue: string; maxDailyValue: string; maxOrdersPerDay: string; approvalAbove: string };

type LimitFieldsProps = { currency: string | null; typed: LimitsTyped; errors: Partial<Record<keyof LimitsTyped, string>> };

export function LimitFields({ currency, typed, errors }: LimitFieldsProps) {
  const money = { inputMode: 'decimal', autoComplete: 'off', maxLength: 40, suffix: currency ?? undefined } as const;
  return (
    <Part title="Limits for orders" hint="They count once placing orders is allowed. An empty field sets no limit.">
      <FieldGrid>
        <FormField
          {...money}
          name="maxOrderValue"
          label="Maximum order value"
          defaultValue={typed.maxOrderValue}
          error={errors.maxOrderValue}
        />
        <FormField
          {...money}
          name="maxDailyValue"
          label="Maximum daily value"
          defaultValue={typed.maxDailyValue}
          error={errors.maxDailyValue}
        />
        <FormField
          name="maxOrdersPerDay"
          label="Orders per day"
          inputMode="numeric"
          autoComplete="off"
          maxLength={40}
          defaultValue={typed.maxOrdersPerDay}
          error={errors.maxOrdersPerDay}
        />
        <FormField
          {...money}
          name="approvalAbove"
          label="Ask me above"
          defaultValue={typed.approvalAbove}
          error={errors.approvalAbove}
          hint="Orders worth as much or more wait for your approval. 0 asks about every order."
        />
      </FieldGrid>
    </Part>
  );
}
