import type { Settings } from '@/lib/core/settings';

/**
 * Whether the account has the operator view: the one made with the set-up code, and those of OPERATOR_EMAILS.
 * Where sign-up is open, the owner of such an address creates the account first: addresses are not proved by mail.
 */
export function isOperator({ operatorEmails }: Pick<Settings, 'operatorEmails'>, user: { email: string; isFirst: boolean }): boolean {
  return user.isFirst || operatorEmails.has(user.email);
}
