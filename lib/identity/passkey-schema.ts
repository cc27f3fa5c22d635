// What browsers answer for an authenticator (WebAuthn Level 3 §5.1, JSON forms), and how a passkey is shown.
import { z } from 'zod';

const Base64Url = z
  .string()
  .max(16_384)
  .regex(/^[A-Za-z0-9_-]+$/);
const Transports = z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).max(7);

const answered = {
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};

export const PasskeyRegistration = z.object({
  ...answered,
  response: z.object({ clientDataJSON: Base64Url, attestationObject: Base64Url, transports: Transports.catch([]).default([]) }),
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

export const PasskeyAssertion = z.object({
  ...answered,
  response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url, userHandle: Base64Url.optional() }),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

export const PasskeyName = z
  .string({ error: 'Give the passkey a name.' })
  .trim()
  .min(1, 'Give the passkey a name.')
  .max(60, 'A name has at most 60 characters.')
  .regex(/^\P{C}*$/u, 'This name contains an invisible character. Type it again.');

export const AddPasskeyInput = z.object({ name: PasskeyName, registration: PasskeyRegistration });
export type AddPasskeyInput = z.infer<typeof AddPasskeyInput>;

export type Passkey = Readonly<{ id: string; name: string; createdAt: Date; lastUsedAt: Date | null }>;
