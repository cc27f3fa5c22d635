// Tokens that a person makes for a program by hand: partner API keys for MCP clients that take a header, personal access tokens for
// scripts against the REST API. This folder owns making, listing, checking and ending them. Each is a client of its own with one grant,
// so it shows up, is narrowed, paused and revoked like any other connection.
import { z } from 'zod';
import { visibleName } from '@/lib/core/visible-name';
import { READ_SCOPES, SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';

export const ACCESS_KEY_KINDS = ['partner_key', 'personal_token'] as const;
export type AccessKeyKind = (typeof ACCESS_KEY_KINDS)[number];

export const ACCESS_KEYS_PER_PERSON = 50;
export const LONGEST_LIFE_DAYS = 366;
/** What the page offers. */
export const LIFE_CHOICES_DAYS = [7, 30, 90, 365] as const;

const READ: ReadonlySet<string> = new Set(READ_SCOPES);

export const NewAccessKey = z
  .object({
    kind: z.enum(ACCESS_KEY_KINDS, 'Choose what the token is for.'),
    name: visibleName('Give it a name, so that you recognise it later.'),
    scopes: z
      .array(z.enum(SCOPE_IDS, 'This is not a permission of ours.'), 'Choose at least one permission.')
      .min(1, 'Choose at least one permission.')
      .transform((ids): ScopeId[] => SCOPE_IDS.filter((id) => ids.includes(id))),
    accountIds: z.array(z.string().max(100), 'Choose at least one account.').min(1, 'Choose at least one account.').max(200),
    lifeDays: z
      .int('Choose when it ends.')
      .min(1, 'It must live for at least a day.')
      .max(LONGEST_LIFE_DAYS, 'It can live for a year at most.'),
  })
  .refine(({ kind, scopes }) => kind === 'partner_key' || scopes.every((id) => READ.has(id)), {
    path: ['scopes'],
    message: 'The REST API only reads: a personal access token can have reading permissions only.',
  });
export type NewAccessKey = z.output<typeof NewAccessKey>;

export type AccessKey = Readonly<{
  id: string;
  kind: AccessKeyKind;
  name: string;
  scopes: readonly ScopeId[];
  accountIds: readonly string[];
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  isPaused: boolean;
}>;
