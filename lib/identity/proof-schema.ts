// Proving at the keyboard who one is: what a person can do it with, and what they send.
import { z } from 'zod';
import { PasskeyAssertion } from './passkey-schema';
import { typedPassword } from './schema';

/** The ways this person has. */
export const ProofWays = z.object({
  password: z.boolean(),
  passkey: z.boolean(),
  /** The host of the identity provider joined to the account; null without one. */
  provider: z.string().nullable(),
});
export type ProofWays = z.output<typeof ProofWays>;

export const ProofInput = z.union(
  [z.strictObject({ password: typedPassword('Enter your password.') }), z.strictObject({ passkey: PasskeyAssertion })],
  'Enter your password.',
);

export const ProofAtProvider = z.strictObject({
  /** The page to come back to. */
  target: z.string().max(2000),
});
