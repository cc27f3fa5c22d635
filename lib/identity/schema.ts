// Who a person is: an e-mail address, a password, and the browsers they are signed in with.
import { z } from 'zod';

// Plain ASCII on purpose: the address is how people are told apart (an AI client's key says "Made by …"), and without a proof by
// mail a look-alike letter would be enough to pass for somebody else. Domains in other scripts have their xn-- form.
const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const LONGEST_LOCAL_PART = 64;
/** Of users that a platform provisions (RFC 2606 §2): no mail reaches them, and nobody signs up, signs in or sets a password as one of them. */
export const PROVISIONED_DOMAIN = 'users.invalid';

/** An e-mail address, trimmed, lower-cased and in NFC. */
export const Email = z
  .string({ error: 'Enter your e-mail address.' })
  .max(2000, 'An e-mail address has at most 254 characters.')
  .transform((text) => text.normalize('NFC').trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1, 'Enter your e-mail address.')
      .max(254, 'An e-mail address has at most 254 characters.')
      .regex(/^\P{Cc}*$/u, 'This e-mail address contains an invisible character. Type it again.')
      .regex(/^\p{ASCII}*$/u, 'Use an address in plain letters, without accents. A domain in another script starts with xn--.')
      .regex(ADDRESS, 'Enter an e-mail address like name@example.com.')
      .refine((email) => email.indexOf('@') <= LONGEST_LOCAL_PART, 'Enter an e-mail address like name@example.com.')
      .refine((email) => !isProvisioned(email), 'Enter an e-mail address like name@example.com.'),
  );

export function isProvisioned(email: string): boolean {
  return email.endsWith(`@${PROVISIONED_DOMAIN}`);
}

export const PASSWORD_LENGTH = { least: 10, most: 128 } as const;

/** Characters as people count them, not UTF-16 units. */
const length = (text: string) => [...text].length;

export const typedPassword = (empty: string) =>
  z
    .string({ error: empty })
    .min(1, empty)
    // First, so that nothing after it works on a megabyte.
    .max(PASSWORD_LENGTH.most * 8, `A password has at most ${PASSWORD_LENGTH.most} characters.`)
    .refine((text) => !text.includes('\0') && !/\p{Cs}/u.test(text), 'This password contains a character that cannot be typed.')
    // The same letters typed on another system can be composed differently.
    .transform((text) => text.normalize('NFC'))
    .refine((text) => length(text) <= PASSWORD_LENGTH.most, `A password has at most ${PASSWORD_LENGTH.most} characters.`);

/** A password to be set: 10 to 128 characters, any characters, nothing trimmed. */
export const Password = typedPassword('Choose a password.').refine(
  (text) => length(text) >= PASSWORD_LENGTH.least,
  `Use at least ${PASSWORD_LENGTH.least} characters.`,
);

export const SignUpInput = z.object({ email: Email, password: Password, setUpCode: z.string().max(100).optional() });
export type SignUpInput = z.infer<typeof SignUpInput>;

/** A short password is simply wrong here, so only what cannot be one is refused. */
export const SignInInput = z.object({ email: Email, password: typedPassword('Enter your password.') });
export type SignInInput = z.infer<typeof SignInInput>;

export const ForgotPasswordInput = z.object({ email: Email });

export const ResetPasswordInput = z.object({ token: z.string().max(200), newPassword: Password });
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

export const ChangePasswordInput = z.object({ currentPassword: typedPassword('Enter your current password.'), newPassword: Password });
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;

export type User = Readonly<{ id: string; email: string }>;

/** Who may create an account now: anyone, whoever has the set-up code, or nobody. */
export type SignUpPolicy = 'open' | 'set-up' | 'closed';

/** A browser that is signed in, for the list on the account page. */
export type SignInSession = Readonly<{ id: string; userAgent: string; address: string; createdAt: Date; lastSeenAt: Date }>;
