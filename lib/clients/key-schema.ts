// Keys as the portal speaks of them: what a person types to make or change one, and what pages show. Shared by server and browser.
import { z } from 'zod';
import { NAME_LIMIT, visibleName } from '@/lib/core/visible-name';
import { SCOPE_IDS, type ScopeId } from '@/lib/grants/scopes';

export const KEYS_PER_PERSON = 100;
export const REDIRECT_URIS_PER_KEY = 10;
export const PLATFORM_CALLBACKS_PER_KEY = 20;

export { NAME_LIMIT };

const REDIRECT_URI_LIMIT = 2000;
/** How long the secret before a rotation stays accepted. */
export const SECRET_OVERLAP_HOURS = 24;

const ClientName = visibleName('Give the key a name. People see it when they are asked to allow it.');

const RedirectUris = z
  .array(
    z
      .string('Enter a redirect URI.')
      .trim()
      .min(1, 'Enter the redirect URI of your client.')
      .max(REDIRECT_URI_LIMIT, `Use at most ${REDIRECT_URI_LIMIT} characters.`),
    'Enter at least one redirect URI.',
  )
  .min(1, 'Enter at least one redirect URI.')
  .max(REDIRECT_URIS_PER_KEY, `A key can have at most ${REDIRECT_URIS_PER_KEY} redirect URIs.`);

const PlatformCallbacks = z
  .array(z.string('Enter a callback.').trim().max(REDIRECT_URI_LIMIT, `Use at most ${REDIRECT_URI_LIMIT} characters.`))
  .max(
    PLATFORM_CALLBACKS_PER_KEY,
    `A key can have at most ${PLATFORM_CALLBACKS_PER_KEY} platform callbacks. Remove one you no longer use.`,
  );

const Scopes = z
  .array(z.enum(SCOPE_IDS, 'This is not a permission of ours.'), 'Choose at least one permission.')
  .min(1, 'Choose at least one permission.')
  .transform((ids): ScopeId[] => SCOPE_IDS.filter((id) => ids.includes(id)));

export const NewKey = z.strictObject({
  name: ClientName,
  redirectUris: RedirectUris,
  scopes: Scopes,
  isConfidential: z.boolean('Choose a client type.'),
  /** When left out: true for a gateway key, else false. */
  isOwnerOnly: z.boolean().optional(),
});
export type NewKey = z.output<typeof NewKey>;
export type NewKeyInput = z.input<typeof NewKey>;

export const KeyChanges = z
  .strictObject({ name: ClientName, redirectUris: RedirectUris, platformCallbacks: PlatformCallbacks, scopes: Scopes })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Change something first.');
export type KeyChanges = z.output<typeof KeyChanges>;

export const KeyState = z.strictObject({ isDisabled: z.boolean() });
export type KeyState = z.output<typeof KeyState>;

export const SecretRotation = z.strictObject({
  /** True after a leak: the secret before stops at once instead of after the overlap. */
  endPreviousNow: z.boolean(),
});
export type SecretRotation = z.output<typeof SecretRotation>;

const Time = z.iso.datetime();

export const KeyRow = z.object({
  clientId: z.string(),
  name: z.string(),
  isConfidential: z.boolean(),
  isOwnerOnly: z.boolean(),
  scopes: z.array(z.enum(SCOPE_IDS)),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  isDisabled: z.boolean(),
  /** Connections that work now, of all people. */
  connections: z.int(),
});
export type KeyRow = z.output<typeof KeyRow>;

export const KeyDetails = KeyRow.extend({
  redirectUris: z.array(z.string()),
  /** Pasted by the owner of a gateway key, besides the built-in list. */
  platformCallbacks: z.array(z.string()),
  /** Until when the secret before the last rotation is accepted. */
  previousSecretEndsAt: Time.nullable(),
  /** How many different people the connections belong to. */
  people: z.int(),
  /** How many of the connections hold each permission of the key. */
  connectionsByScope: z.partialRecord(z.enum(SCOPE_IDS), z.int()),
});
export type KeyDetails = z.output<typeof KeyDetails>;

/** Answer to creation: the secret is readable here and never again. */
export const CreatedKey = z.object({ key: KeyDetails, clientSecret: z.string().nullable() });
export type CreatedKey = z.output<typeof CreatedKey>;

export const RotatedSecret = z.object({ key: KeyDetails, clientSecret: z.string() });
export type RotatedSecret = z.output<typeof RotatedSecret>;

export const DeletedKey = z.object({ connectionsEnded: z.int(), peopleAffected: z.int() });
export type DeletedKey = z.output<typeof DeletedKey>;
