// Why an attempt to connect was refused, to the owner of the key: what happened, and what to do.

type Words = Readonly<{ title: string; todo: string }>;

const AGAIN = 'Start the connection again from the app.';

const WORDS: Readonly<Record<string, Words>> = {
  redirect_uri_mismatch: {
    title: 'The app asked to send people to an address that the key does not list',
    todo: 'If the address is the app’s, add it to the key exactly as it was sent.',
  },
  code_expired: {
    title: 'The code came too late',
    todo: `A code works for 60 seconds. ${AGAIN} If it stays, the clock or the network of the app is slow.`,
  },
  code_replayed: {
    title: 'A code was used a second time',
    todo: `Each works once, and the connection it opened was ended to be safe. ${AGAIN} If it stays, the app sends the same request twice.`,
  },
  code_unknown: { title: 'The code was not one of ours', todo: `${AGAIN} If it stays, the app changes the code on its way.` },
  code_malformed: { title: 'The code was damaged', todo: `It was cut or changed on its way. ${AGAIN}` },
  code_of_other_client: {
    title: 'The code was made for another key',
    todo: 'Check that the app uses one and the same Client ID for the whole connection.',
  },
  verifier_mismatch: {
    title: 'The code verifier was wrong',
    todo: `It does not belong to the challenge the app began with (PKCE). ${AGAIN} If it stays, report it to the maker of the app.`,
  },
  verifier_missing: { title: 'The app sent no code verifier', todo: 'It has to use PKCE. Switch it on in the app, or update the app.' },
  challenge_missing: { title: 'The app did not use PKCE', todo: 'Every connection needs it. Switch it on in the app, or update the app.' },
  challenge_method: { title: 'The app used a kind of PKCE that is not safe', todo: 'It has to be S256. Update the app.' },
  refresh_token_expired: { title: 'A refresh token had expired', todo: 'The app was away for too long. Connect it again.' },
  refresh_token_reused: {
    title: 'An old refresh token was used again',
    todo: 'Somebody may hold a copy, so the connection was ended. Connect the app again.',
  },
  grant_revoked: { title: 'The connection had been ended', todo: 'Connect the app again if it should work.' },
  grant_ended: { title: 'The connection had reached its end date', todo: 'Connect the app again if it should go on.' },
  secret_missing: { title: 'The client secret was missing', todo: 'This key is confidential: enter its client secret in the app.' },
  secret_wrong: { title: 'The client secret was wrong', todo: 'Enter the newest one in the app, or rotate the secret to get another.' },
  secret_malformed: {
    title: 'The client secret was mistyped',
    todo: 'It was cut or changed on its way. Copy it into the app again, whole.',
  },
  secret_from_public_client: {
    title: 'The app sent a client secret, but this key has none',
    todo: 'Leave the secret empty in the app, or make a confidential key.',
  },
  scope_outside_key: {
    title: 'The app asked for permissions that the key does not have',
    todo: 'Add them under Settings, or ask for less in the app.',
  },
  resource_foreign: {
    title: 'The app asked for another server',
    todo: 'Check the MCP URL in the app: it has to be exactly the one above.',
  },
  resource_other: {
    title: 'The app changed the server it asked for on the way',
    todo: 'Check the MCP URL in the app: it has to be exactly the one above.',
  },
  redirect_uri_missing: {
    title: 'The app did not say where to send people back to',
    todo: 'Set its redirect URI in the app’s connection settings, exactly as the key lists it.',
  },
  parameter_repeated: { title: 'The app sent a parameter twice', todo: `Check the link or settings the app uses. ${AGAIN}` },
  parameter_missing: { title: 'The app left out something that every request needs', todo: `Update the app. ${AGAIN}` },
  grant_type: {
    title: 'The app asked for a token in a way that is not supported',
    todo: 'It has to use the authorization code or a refresh token. Check the kind of sign-in (“grant type”) in the app.',
  },
  grant_type_missing: { title: 'The app did not say how it wants a token', todo: 'It sent no grant type. Update the app.' },
  refresh_token_malformed: { title: 'The refresh token was damaged', todo: 'It was cut or changed on its way. Connect the app again.' },
  refresh_token_unknown: { title: 'The refresh token was not one of ours', todo: 'Connect the app again.' },
  refresh_token_of_other_client: {
    title: 'The refresh token was made for another key',
    todo: 'Check that the app uses one and the same Client ID all the time.',
  },
  callback_code_unknown: {
    title: 'Somebody came back without a valid code',
    todo: `The address was changed or cut on its way through the gateway. ${AGAIN}`,
  },
  callback_code_used: { title: 'The way through the gateway was taken a second time', todo: `Each works once. ${AGAIN}` },
  callback_code_expired: { title: 'The way through the gateway took too long', todo: `It works for 60 seconds. ${AGAIN}` },
  callback_other_browser: {
    title: 'The gateway was reached in another browser than the one that began',
    todo: 'To protect people, only the browser that began can finish. Start and finish in the same browser.',
  },
  callback_no_destination: {
    title: 'The app gave the gateway’s address as its own',
    todo: 'So there was nowhere to forward to. Leave the redirect URI in the app as the app sets it.',
  },
  client_public: {
    title: 'The app asked about a token, which a public key may not',
    todo: 'Make a confidential key for the app if it has to ask.',
  },
  client_disabled: { title: 'The key was disabled', todo: 'Enable it below if it should work.' },
};

const OTHER: Words = {
  title: 'The request was not valid',
  todo: `${AGAIN} If it stays, report it to the maker of the app with this name:`,
};

/** The words for a reason; one without words of its own is named. */
export function refusalInWords(reason: string): Words {
  const words = Object.hasOwn(WORDS, reason) ? WORDS[reason] : undefined;
  return words ?? { title: OTHER.title, todo: `${OTHER.todo} ${reason || 'unknown'}.` };
}
