// Why a trade is not proposed, not confirmed or not sent: for the AI client a code of the tool catalogue (§6), for the person a sentence.
import { Refused } from '@/lib/core/errors';

export type TradeRefusalCode =
  | 'invalid_argument'
  | 'not_found'
  | 'account_not_granted'
  | 'trading_not_enabled'
  | 'scope_missing'
  | 'plan_required'
  | 'policy_limit'
  | 'kill_switch_on'
  | 'grant_paused'
  | 'confirmation_not_found'
  | 'confirmation_expired'
  | 'confirmation_used'
  | 'price_moved'
  | 'approval_denied'
  | 'approval_expired'
  | 'order_not_open'
  | 'broker_rejected';

/** A bound that a person set, and what was asked. */
export type ReachedLimit = Readonly<{ name: string; allowed: string | number; requested: string | number; unit: string }>;

/** The confirmation that takes the place of one whose price had moved. */
export type Successor = Readonly<{ confirmationId: string; summary: string; expiresAt: string }>;

type Details = Readonly<{
  /** What the model does next. */
  nextStep: string;
  field?: string;
  limit?: ReachedLimit;
  successor?: Successor;
}>;

export class TradeRefusal extends Refused {
  override name = 'TradeRefusal';
  constructor(
    readonly code: TradeRefusalCode,
    message: string,
    readonly details: Details,
  ) {
    super(message, details.field ?? null);
  }
}

export const invalidOrder = (field: string, message: string) =>
  new TradeRefusal('invalid_argument', message, { field, nextStep: `Correct ${field} and call again.` });
