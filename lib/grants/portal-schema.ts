// Connections as the portal's pages and JSON routes speak of them.
import { z } from 'zod';
import type { AccountChoice, GrantView } from './schema';
import { canTrade, missingScopes, SCOPE_IDS, type ScopeId } from './scopes';
import { HIDEABLE_FAMILIES } from './tool-family-schema';
import { TradeRules } from './trade-rules';

const Time = z.iso.datetime();
const Account = z.object({
  id: z.string(),
  name: z.string(),
  lastDigits: z.string(),
  currency: z.string(),
  environment: z.enum(['live', 'paper']),
  isTradingAllowed: z.boolean(),
});

/** One installation of an AI client, as its person sees it. */
export const Connection = z.object({
  id: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  isOwnKey: z.boolean(),
  madeBy: z.string().nullable(),
  isVerified: z.boolean(),
  clientKind: z.string(),
  publisherHost: z.string().nullable(),
  isKeyDisabled: z.boolean(),
  /** What it could be given besides: the rest of what its key reaches, and the person's other accounts. */
  more: z.object({ scopes: z.array(z.enum(SCOPE_IDS)), accounts: z.array(Account) }),
  destination: z.string(),
  scopes: z.array(z.enum(SCOPE_IDS)),
  accounts: z.array(Account),
  limits: z.object({
    maxOrderValue: z.string().nullable(),
    maxDailyValue: z.string().nullable(),
    maxOrdersPerDay: z.int().nullable(),
    approvalAbove: z.string().nullable(),
  }),
  rules: TradeRules,
  hiddenFamilies: z.array(z.enum(HIDEABLE_FAMILIES)),
  isPaused: z.boolean(),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  endsAt: Time.nullable(),
});
export type Connection = z.output<typeof Connection>;
export type ConnectionAccount = Connection['accounts'][number];

/** It may place orders, and none of its accounts lets any AI client trade: every order is refused. */
export function isTradingOff({ scopes, accounts }: Pick<Connection, 'scopes' | 'accounts'>): boolean {
  return canTrade(scopes) && !accounts.some(({ isTradingAllowed }) => isTradingAllowed);
}

/** @param accounts all accounts of the person, to name those of the connection */
export function connectionOf(grant: GrantView, accounts: readonly AccountChoice[]): Connection {
  const { accountIds, ceiling, pausedAt, ...rest } = grant;
  return {
    ...rest,
    scopes: [...grant.scopes],
    hiddenFamilies: [...grant.hiddenFamilies],
    isPaused: pausedAt !== null,
    accounts: accounts.filter(({ id }) => accountIds.includes(id)),
    more: { scopes: missingScopes(ceiling, grant.scopes), accounts: accounts.filter(({ id }) => !accountIds.includes(id)) },
    createdAt: grant.createdAt.toISOString(),
    lastUsedAt: grant.lastUsedAt?.toISOString() ?? null,
    endsAt: grant.endsAt?.toISOString() ?? null,
  };
}

export const Narrowing = z.strictObject({
  scopes: z
    .array(z.enum(SCOPE_IDS), 'Keep at least one permission, or revoke access.')
    .min(1, 'Keep at least one permission, or revoke access.')
    .transform((ids): ScopeId[] => SCOPE_IDS.filter((id) => ids.includes(id))),
  accountIds: z.array(z.string().max(200), 'Choose the accounts that stay.').max(1000),
});
export type Narrowing = z.output<typeof Narrowing>;

export const Widening = z.strictObject({
  scopes: z.array(z.enum(SCOPE_IDS)),
  accountIds: z.array(z.string().max(200)).max(1000),
});
export type Widening = z.output<typeof Widening>;

export const ClientToRevoke = z.strictObject({ clientId: z.string('Say which client.').min(1, 'Say which client.').max(2048) });

export const AskedAgain = z.object({ asksAgain: z.literal(true) });

export const RevokedConnections = z.object({ connectionsEnded: z.int() });
export type RevokedConnections = z.output<typeof RevokedConnections>;
