import type { Confirmation } from './queries/confirmations';

/** What every entry of the audit trail says about a trade, so that it is found by account and symbol and reads the same everywhere. */
export function tradeFacts({ id, accountId, plan, summary }: Pick<Confirmation, 'id' | 'accountId' | 'plan' | 'summary'>) {
  const symbols = [...(plan.replace ? [plan.replace.symbol] : []), ...plan.place.map(({ symbol }) => symbol)];
  return { confirmation: id, accountId, symbol: [...new Set(symbols)].join(' ') || null, summary };
}
