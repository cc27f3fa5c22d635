import type { ConnectionAccount } from '@/lib/grants/portal-schema';

/** "Paper …4821", "2 accounts" from the third on, "No accounts". */
export function accountsInWords(accounts: readonly ConnectionAccount[]): string {
  if (accounts.length === 0) return 'No accounts';
  if (accounts.length > 2) return `${accounts.length} accounts`;
  return accounts.map(accountName).join(' and ');
}

export function accountName({ name, lastDigits }: ConnectionAccount): string {
  return `${name}\u00a0…\u2060${lastDigits}`; // in one piece: the digits belong to the name, and a line may otherwise break after the dots
}
