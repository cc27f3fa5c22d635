'use client';
// The two conversations with an authenticator: our question, its answer, our verdict.
import {
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { z } from 'zod';
import { ApiError, api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { PasskeyName } from '@/lib/identity/passkey-schema';

const CreationOptions = z.custom<PublicKeyCredentialCreationOptionsJSON>(
  (value) => z.object({ challenge: z.string() }).safeParse(value).success,
);
const RequestOptions = z.custom<PublicKeyCredentialRequestOptionsJSON>(
  (value) => z.object({ challenge: z.string() }).safeParse(value).success,
);

export async function signInWithPasskey(): Promise<void> {
  await api.post(routes.api.passkeySignIn(), await answerWithPasskey(), Nothing);
}

/** Our question, answered by a passkey of the person; whoever asked sends it on. */
export async function answerWithPasskey(): Promise<AuthenticationResponseJSON> {
  const optionsJSON = await api.post(routes.api.passkeySignInOptions(), {}, RequestOptions);
  return startAuthentication({ optionsJSON }).catch(inWords);
}

/** @throws ApiError, with the field `name` before anybody is asked for a finger */
export async function createPasskey(typed: string): Promise<void> {
  const { data: name, error } = PasskeyName.safeParse(typed);
  if (error) throw new ApiError(error.issues[0]?.message ?? 'Give the passkey a name.', 422, 'name');
  const optionsJSON = await api.post(routes.api.passkeyOptions(), {}, CreationOptions);
  const registration = await startRegistration({ optionsJSON }).catch(inWords);
  await api.post(routes.api.passkeys(), { name, registration }, Nothing);
}

const WORDS: Record<string, string> = {
  NotAllowedError: 'Nothing was done: it was cancelled, or it took too long. Try again.',
  InvalidStateError: 'This device has a passkey for your account already.',
  SecurityError: 'Passkeys do not work at this address. Open the page at its own name, not at a number.',
};

function inWords(thrown: unknown): never {
  const name = thrown instanceof Error ? thrown.name : '';
  throw new Error(WORDS[name] ?? 'This browser could not use a passkey. Try another browser, or use your password.');
}
