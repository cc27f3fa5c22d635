// Access tokens as the portal's pages and JSON routes speak of them.
import { z } from 'zod';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { ACCESS_KEY_KINDS, type AccessKey } from './schema';

const Time = z.iso.datetime();

export const AccessKeyRow = z.object({
  id: z.string(),
  kind: z.enum(ACCESS_KEY_KINDS),
  name: z.string(),
  scopes: z.array(z.enum(SCOPE_IDS)),
  accountIds: z.array(z.string()),
  createdAt: Time,
  expiresAt: Time,
  lastUsedAt: Time.nullable(),
  isPaused: z.boolean(),
  isExpired: z.boolean(),
});
export type AccessKeyRow = z.output<typeof AccessKeyRow>;

/** Answer to creation: the token is readable here and never again. */
export const CreatedAccessKey = z.object({ id: z.string(), token: z.string(), expiresAt: Time });
export type CreatedAccessKey = z.output<typeof CreatedAccessKey>;

export function accessKeyRow({ createdAt, expiresAt, lastUsedAt, scopes, accountIds, ...key }: AccessKey, now: Date): AccessKeyRow {
  return {
    ...key,
    scopes: [...scopes],
    accountIds: [...accountIds],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    isExpired: expiresAt <= now,
  };
}
