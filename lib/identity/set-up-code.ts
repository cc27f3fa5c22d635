// The set-up code follows from SECRET_KEY, so that every instance prints and accepts the same one and nothing is stored.
// It ends with the first account: `createFirstUser` succeeds once per database.
import type { Core } from '@/lib/core/context';
import { equalInConstantTime, hmac } from '@/lib/core/crypto';

/** Twelve characters in three groups, e.g. `8F3K-Q2XM-71TC`. */
export function setUpCode({ keys }: Pick<Core, 'keys'>): string {
  return codeOf(keys.setUp[0]);
}

function codeOf(key: Uint8Array): string {
  const text = hmac(key, 'set-up code')
    .toUpperCase()
    .replaceAll(/[^0-9A-HJKMNP-TV-Z]/g, '')
    .padEnd(12, 'X');
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}`;
}

export function isSetUpCode({ keys }: Pick<Core, 'keys'>, typed: string): boolean {
  const read = typed.trim().toUpperCase().replaceAll(/[\s-]/g, '');
  return keys.setUp.some((key) => equalInConstantTime(read, codeOf(key).replaceAll('-', '')));
}
