// Embedders: platforms that show this brokerage inside their own product. A platform holds credentials, provisions users of its own, and
// mints short-lived tokens for them (contract §4, POST /auth/tokens/user). This folder owns platforms, their users and the mints.
//
// A provisioned user is an account of its own, with its own brokerage accounts, and no way to sign in here: no password, and an address
// under .invalid (RFC 2606), which no mail reaches and no identity provider vouches for. So every rule that holds for people (owner in
// each query, limits, kill switch, audit) holds for it unchanged, and nobody who knows somebody's address can mint for their account.
import { z } from 'zod';
import { visibleName } from '@/lib/core/visible-name';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';

export const USER_TOKEN_LIFE_SECONDS = 3600;
export const PLATFORMS_PER_PERSON = 20;
export const USERS_PER_PLATFORM = 10_000;
/** How long the platform's secret before a rotation stays accepted, unless it is ended at once. */
export const SECRET_OVERLAP_SECONDS = 24 * 3600;

export const NewPlatform = z.object({
  name: visibleName('Give the platform a name.'),
  /** What its tokens may do at most. */
  scopes: z
    .array(z.enum(SCOPE_IDS, 'This is not a permission of ours.'))
    .min(1, 'Choose at least one permission.')
    .transform((ids): ScopeId[] => SCOPE_IDS.filter((id) => ids.includes(id)))
    .default([...SCOPE_IDS]),
});
export type NewPlatform = z.output<typeof NewPlatform>;

export const NewPlatformUser = z.object({ name: visibleName('Give the user a name.') });
export type NewPlatformUser = z.output<typeof NewPlatformUser>;

export const SecretRotation = z.object({
  /** True after a leak: the secret before stops at once instead of after the overlap. */
  endPreviousNow: z.boolean().default(false),
});
export type SecretRotation = z.output<typeof SecretRotation>;

/** A platform whose credentials or owner were checked. */
export type PlatformRef = Readonly<{ id: string; ownerId: string }>;

export type Platform = Readonly<{
  id: string;
  name: string;
  scopes: readonly ScopeId[];
  createdAt: Date;
  lastUsedAt: Date | null;
  isDisabled: boolean;
  /** Until when the secret before the last rotation is accepted. */
  previousSecretEndsAt: Date | null;
  users: number;
}>;

export type PlatformUser = Readonly<{ id: string; name: string; createdAt: Date; isDisabled: boolean }>;

export type MintState = 'live' | 'expired' | 'revoked';

export type Mint = Readonly<{
  id: string;
  userId: string;
  userName: string;
  scopeNames: readonly string[];
  resource: string;
  address: string | null;
  createdAt: Date;
  expiresAt: Date;
  state: MintState;
}>;

/** A token that exists in this answer and nowhere else. */
export type MintedToken = Readonly<{ mintId: string; accessToken: string; expiresAt: Date; scope: string }>;
