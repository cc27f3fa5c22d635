// What a person and the operator set for a brokerage account. This folder owns the loss limits; what is held against them is in lib/brokerage/watermarks.ts.
import { z } from 'zod';
import { readDecimal } from '@/lib/core/money';

const MOST_AMOUNT = '999999999999'; // numeric(20, 8)

const LossLimit = z
  .string('Write an amount in digits with a dot, like 1500 or 99.50.')
  .trim()
  .transform((text) => (text === '' ? null : text))
  .nullable()
  .refine(
    (text) => text === null || readDecimal(text)?.greaterThan(0) === true,
    'Write an amount above 0, like 1500 or 99.50, or leave it empty.',
  )
  .refine((text) => text === null || readDecimal(text)?.lessThanOrEqualTo(MOST_AMOUNT) === true, `Write at most ${MOST_AMOUNT}.`);

/** Amounts in the account's currency; null or an empty text for no limit. */
export const FirmLimitsInput = z.strictObject({ maxDailyLoss: LossLimit, maxDrawdown: LossLimit });
export type FirmLimitsInput = z.output<typeof FirmLimitsInput>;
