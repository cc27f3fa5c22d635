// Passkeys (WebAuthn Level 3). The authenticator must verify the person (a finger, a face, a PIN), so one is enough to sign in.
import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { appendEvent } from '@/lib/audit/queries/events';
import { newId } from '@/lib/core/crypto';
import { Conflict, NotFound, Refused } from '@/lib/core/errors';
import type { Settings } from '@/lib/core/settings';
import { type Ctx, inTransaction } from '@/lib/db/context';
import { isDatabaseAway, isUniqueViolation } from '@/lib/db/errors';
import type { AddPasskeyInput, PasskeyAssertion, PasskeyRegistration } from './passkey-schema';
import {
  claimChallenge,
  countPasskeyUse,
  deletePasskey,
  findPasskeyKey,
  insertChallenge,
  insertPasskey,
  listCredentialIds,
  MOST_PASSKEYS,
} from './queries/passkeys';
import { requireRecentSignIn } from './recent-sign-in';
import type { User } from './schema';
import { beginPasskeyAttempt, countPasskeyQuestion } from './throttle';

const ANSWER_WITHIN_MS = 5 * 60_000;

/** The host that passkeys belong to (WebAuthn "RP ID"). */
const rpIdOf = ({ appUrl }: Pick<Settings, 'appUrl'>) => new URL(appUrl).hostname;

/** Browsers keep passkeys for names only, not for addresses. */
export function arePasskeysPossible(settings: Pick<Settings, 'appUrl'>): boolean {
  return isIP(rpIdOf(settings).replaceAll(/[[\]]/g, '')) === 0;
}

/** What the browser passes to the authenticator that shall make a passkey. @throws Refused (sign-in too old, too many), TooManyAttempts */
export async function beginPasskey(ctx: Ctx, user: User & { sessionId: string }): Promise<PublicKeyCredentialCreationOptionsJSON> {
  await requireRecentSignIn(ctx, user);
  await countPasskeyQuestion(ctx);
  const known = await listCredentialIds(ctx, user.id);
  if (known.length >= MOST_PASSKEYS) throw new Refused(`You have ${MOST_PASSKEYS} passkeys already. Remove one first.`);
  return generateRegistrationOptions({
    rpName: ctx.settings.brandName,
    rpID: rpIdOf(ctx.settings),
    userID: new TextEncoder().encode(user.id),
    userName: user.email,
    challenge: await newChallenge(ctx, user.id),
    timeout: ANSWER_WITHIN_MS,
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Stores what the authenticator made. @throws Refused, Conflict (this authenticator's passkey is stored already) */
export async function addPasskey(ctx: Ctx, user: User & { sessionId: string }, { name, registration }: AddPasskeyInput): Promise<void> {
  await requireRecentSignIn(ctx, user);
  const credential = await verifyRegistration(ctx, user.id, registration);
  try {
    await inTransaction(ctx, async (inner) => {
      const { id: credentialId, publicKey, counter } = credential;
      const { transports } = registration.response;
      await insertPasskey(inner, { id: newId(ctx, 'psk'), userId: user.id, credentialId, publicKey, counter, transports, name });
      await appendEvent(inner, { userId: user.id, name: 'passkey.added', detail: { passkey: name } });
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new Conflict('This passkey is stored already.');
  }
}

async function verifyRegistration(ctx: Ctx, userId: string, response: PasskeyRegistration) {
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => claimChallenge(ctx, challenge, userId),
    expectedOrigin: ctx.settings.appUrl,
    expectedRPID: rpIdOf(ctx.settings),
    requireUserVerification: true,
  }).catch(refuse(ctx));
  if (!registrationInfo) throw notAccepted();
  return registrationInfo.credential;
}

/** Needs no recent sign-in: getting rid of a passkey one does not know must be quick. @throws NotFound */
export async function removePasskey(ctx: Ctx, userId: string, passkeyId: string): Promise<void> {
  await inTransaction(ctx, async (inner) => {
    const name = await deletePasskey(inner, userId, passkeyId);
    if (name === null) throw new NotFound('This passkey was removed already.');
    await appendEvent(inner, { userId, name: 'passkey.removed', detail: { passkey: name } });
  });
}

/** What the browser passes to the authenticator of whoever signs in: any passkey of this host will do. @throws TooManyAttempts */
export async function beginPasskeySignIn(ctx: Ctx): Promise<PublicKeyCredentialRequestOptionsJSON> {
  await countPasskeyQuestion(ctx);
  return generateAuthenticationOptions({
    rpID: rpIdOf(ctx.settings),
    challenge: await newChallenge(ctx, null),
    timeout: ANSWER_WITHIN_MS,
    userVerification: 'required',
  });
}

/** Whose passkey answered our question. Each answer counts once. @throws Refused, TooManyAttempts */
export async function checkPasskey(ctx: Ctx, response: PasskeyAssertion): Promise<User> {
  const attempt = await beginPasskeyAttempt(ctx);
  const passkey = await findPasskeyKey(ctx, response.id);
  if (!passkey) throw new Refused('This passkey is not known here. It may have been removed. Sign in with your password.');
  const { id, publicKey, counter, user } = passkey;
  const { userHandle } = response.response;
  if (userHandle !== undefined && userHandle !== Buffer.from(user.id).toString('base64url')) throw notAccepted();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => claimChallenge(ctx, challenge, null),
    expectedOrigin: ctx.settings.appUrl,
    expectedRPID: rpIdOf(ctx.settings),
    credential: { id: response.id, publicKey, counter },
    requireUserVerification: true,
  }).catch(refuse(ctx));
  if (!verified || !(await countPasskeyUse(ctx, id, authenticationInfo.newCounter))) throw notAccepted();
  await attempt.forgiven();
  return user;
}

async function newChallenge(ctx: Ctx, userId: string | null): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(ctx.random(32));
  const expiresAt = new Date(ctx.now().getTime() + ANSWER_WITHIN_MS);
  await insertChallenge(ctx, Buffer.from(challenge).toString('base64url'), userId, expiresAt);
  return challenge;
}

/** The library tells what was wrong by throwing; that is for the log. */
function refuse(ctx: Ctx): (thrown: unknown) => never {
  return (thrown) => {
    if (isDatabaseAway(thrown)) throw thrown;
    ctx.log.info('passkey.refused', { reason: thrown instanceof Error ? thrown.message : String(thrown), address: ctx.address });
    throw notAccepted();
  };
}

function notAccepted(): Refused {
  return new Refused('The passkey was not accepted, or it took too long. Try again.');
}
