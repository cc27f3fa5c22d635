// Platforms as the portal's page and JSON routes speak of them.
import { z } from 'zod';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import type { Mint, Platform, PlatformUser } from './schema';

/** How many of each the page shows; the REST API lists all. */
export const USERS_SHOWN = 100;
export const MINTS_SHOWN = 20;

const Time = z.iso.datetime();

export const UserRow = z.object({ id: z.string(), name: z.string(), createdAt: Time, isDisabled: z.boolean() });
export type UserRow = z.output<typeof UserRow>;

export const MintRow = z.object({
  id: z.string(),
  userId: z.string(),
  userName: z.string(),
  scopeNames: z.array(z.string()),
  resource: z.string(),
  address: z.string().nullable(),
  createdAt: Time,
  expiresAt: Time,
  state: z.enum(['live', 'expired', 'revoked']),
});
export type MintRow = z.output<typeof MintRow>;

export const PlatformDetails = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(SCOPE_IDS)),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  isDisabled: z.boolean(),
  previousSecretEndsAt: Time.nullable(),
  /** How many there are; `users` holds the newest. */
  userCount: z.int(),
  users: z.array(UserRow),
  mints: z.array(MintRow),
});
export type PlatformDetails = z.output<typeof PlatformDetails>;

export const State = z.strictObject({ isDisabled: z.boolean() });
export type State = z.output<typeof State>;

export const CreatedPlatform = z.object({ clientId: z.string(), clientSecret: z.string() });
export const NewPlatformSecret = z.object({ clientSecret: z.string() });
export const AddedUser = z.object({ userId: z.string(), userSecret: z.string() });
export type AddedUser = z.output<typeof AddedUser>;
export const NewUserSecret = z.object({ userSecret: z.string() });
export const MintedAgain = z.object({ accessToken: z.string(), expiresAt: Time });
export const EndedMints = z.object({ ended: z.int() });

export function platformDetails(platform: Platform, users: readonly PlatformUser[], mints: readonly Mint[]): PlatformDetails {
  const { users: userCount, scopes, createdAt, lastUsedAt, previousSecretEndsAt, ...rest } = platform;
  return {
    ...rest,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    previousSecretEndsAt: previousSecretEndsAt?.toISOString() ?? null,
    userCount,
    users: users.map((user) => ({ ...user, createdAt: user.createdAt.toISOString() })),
    mints: mints.map((mint) => ({
      ...mint,
      scopeNames: [...mint.scopeNames],
      createdAt: mint.createdAt.toISOString(),
      expiresAt: mint.expiresAt.toISOString(),
    })),
  };
}
