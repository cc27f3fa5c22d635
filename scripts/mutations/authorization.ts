// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text of source files
// Checks of the authorization endpoint, consent, codes and tokens.
import { noticedBy } from './mutation';

const AUTHORIZE = 'lib/oauth/authorize.ts';
const PARAMETERS = 'lib/oauth/authorization-parameters.ts';
const OPEN_REQUEST = 'lib/oauth/open-request.ts';
const REMEMBERED = 'lib/oauth/remembered.ts';
const CONSENT_PAGE = 'lib/web/pages/consent.tsx';
const BINDING = 'lib/web/browser-binding.ts';
const CODES = 'lib/oauth/queries/codes.ts';
const TOKENS = 'lib/oauth/queries/tokens.ts';
const DECISIONS = 'lib/oauth/queries/decisions.ts';
const CODE_EXCHANGE = 'lib/oauth/exchange-code.ts';
const REFRESH_EXCHANGE = 'lib/oauth/exchange-refresh-token.ts';
const AUTHENTICATE = 'lib/clients/authenticate.ts';
const RESPOND = 'lib/oauth/respond.ts';
const HTTP = 'lib/core/http.ts';
const NOW = '${now}::timestamptz';

export const authorization = [
  ...noticedBy(
    'e2e/protocol/authorize.db.test.ts',
    [
      'T1, AZ-2',
      'the redirect URI of the authorize request is not compared',
      AUTHORIZE,
      'if (!acceptsRedirect(',
      'if (false && !acceptsRedirect(',
    ],
    [
      'AZ-5, T7',
      'code_challenge is not required',
      PARAMETERS,
      "if (challenge === '') throw invalidRequest('code_challenge is required (PKCE).', 'challenge_missing');",
      "if (challenge === '') return 'x'.repeat(43);",
    ],
    ['AZ-5, T7', 'plain and a missing method are taken', PARAMETERS, "if (search.get('code_challenge_method') !== 'S256')", 'if (false)'],
    [
      'AZ-6',
      'a foreign resource means the default',
      PARAMETERS,
      "if (resource === null) throw invalidTarget('resource_foreign');",
      'if (resource === null) return resources(settings).mcp;',
    ],
    ['AZ-7', 'parameters may repeat', PARAMETERS, 'if (repeated) throw', 'if (false) throw'],
    ['AZ-7', 'client_id may repeat', AUTHORIZE, 'if (moreIds.length > 0)', 'if (false)'],
    ['AZ-7', 'redirect_uri may repeat', AUTHORIZE, "moreUris.length > 0 ? 'parameter_repeated' : ", ''],
    ['AZ-8', 'the key is no ceiling', PARAMETERS, 'client.ceiling === null ? ids : intersectScopes(ids, client.ceiling)', 'ids'],
    ['AZ-9', 'no iss with an error', RESPOND, 'error.description, state, iss: ctx.settings.appUrl', 'error.description, state'],
    ['AZ-9', 'no state with an error', RESPOND, 'error.description, state, iss', 'error.description, iss'],
    [
      'AZ-12',
      'redirects are 307',
      HTTP,
      'new Response(null, { status: 303, headers: { location',
      'new Response(null, { status: 307, headers: { location',
    ],
  ),
  ...noticedBy(
    'e2e/protocol/consent.db.test.ts',
    [
      'T1',
      'the address is not compared again when the person answers',
      OPEN_REQUEST,
      'if (!acceptsRedirect(',
      'if (false && !acceptsRedirect(',
    ],
    ['T2', 'the form token is not checked', CONSENT_PAGE, 'if (!isFormToken(', 'if (false && !isFormToken('],
    [
      'T2',
      'a form from another site is taken',
      CONSENT_PAGE,
      'isForeign(ctx.settings, request) ? foreignFormPage(ctx, request) : answer(ctx, request)',
      'answer(ctx, request)',
    ],
    [
      'T3',
      'the waiting request opens in any browser',
      OPEN_REQUEST,
      'browserHash === null || !equalInConstantTime(request.browserHash, browserHash)',
      'browserHash === null',
    ],
    ['T3', 'the form token is not bound to the person', BINDING, 'binding.value, userId].join', 'binding.value].join'],
    ['T3', 'the form token is not bound to the request', BINDING, "['consent', requestId, binding", "['consent', binding"],
    ['T3', 'an owner-only key is offered to others', 'lib/oauth/next-step.ts', 'if (client.isOwnerOnly &&', 'if (false &&'],
    ['AZ-10', 'a waiting request lives for ever', OPEN_REQUEST, 'if (request.expiresAt <= ctx.now())', 'if (false)'],
  ),
  ...noticedBy(
    'lib/oauth/consent.db.test.ts',
    [
      'T3',
      'Allow counts without the browser',
      DECISIONS,
      'WHERE id = ${decision.requestId} AND browser_hash = ${decision.browserHash}',
      'WHERE id = ${decision.requestId}',
    ],
    [
      'T3',
      'Deny counts without the browser',
      'lib/oauth/queries/requests.ts',
      'where: { id, browserHash, answeredAt: null, expiresAt: { gt: at } }',
      'where: { id, answeredAt: null, expiresAt: { gt: at } }',
    ],
    ['single answer', 'a request may be answered twice', DECISIONS, 'AND answered_at IS NULL AND expires_at >', 'AND expires_at >'],
  ),
  ...noticedBy('e2e/protocol/clients.db.test.ts', [
    'AZ-9',
    'no iss with a code',
    RESPOND,
    '{ code, state, iss: ctx.settings.appUrl }',
    '{ code, state }',
  ]),
  ...noticedBy(
    'lib/oauth/remembered.test.ts',
    [
      'T2',
      'a consent for less is enough to skip the page',
      REMEMBERED,
      'missingScopes(asked.scopes, remembered.scopes).length > 0',
      'false',
    ],
    ['T2', 'a self-registered client on loopback is remembered', REMEMBERED, 'return isReading && asked.isOwnKey;', 'return isReading;'],
  ),
  ...noticedBy(
    'e2e/protocol/token.db.test.ts',
    ['T5, TK-3', 'a claimed code may be claimed again', CODES, `AND claimed_at IS NULL AND expires_at > ${NOW}`, `AND expires_at > ${NOW}`],
    ['AZ-10', 'an expired code is taken', CODES, `AND claimed_at IS NULL AND expires_at > ${NOW}`, 'AND claimed_at IS NULL'],
    ['AZ-10', 'a code lives 61 s', 'lib/oauth/schema.ts', 'CODE_LIFE_SECONDS = 60;', 'CODE_LIFE_SECONDS = 61;'],
    ['T6', 'the code is not bound to its client', CODES, 'AND client_id = ${exchange.clientId} AND code_challenge', 'AND code_challenge'],
    ['T7, TK-4', 'the verifier is not compared', CODES, ' AND code_challenge = ${exchange.challenge}', ''],
    ['T7', 'no verifier is needed', CODE_EXCHANGE, "if (verifier === '') throw", 'if (false) throw'],
    [
      'TK-4',
      'redirect_uri is not compared at the exchange',
      CODES,
      'AND redirect_uri = COALESCE(${exchange.redirectUri}::text, redirect_uri)',
      '',
    ],
    ['TK-5', 'resource is not compared at the exchange', CODES, 'AND resource = COALESCE(${exchange.resource}::text, resource)', ''],
    ['TK-5', 'resource is not compared at refresh', TOKENS, 'AND g.resource = COALESCE(${refresh.resource}::text, g.resource)', ''],
    ['AZ-11', 'replaying a code revokes nothing', CODE_EXCHANGE, "if (row && failure.reason === 'code_replayed')", 'if (false)'],
    [
      'TK-2, T14',
      'a confidential client needs no secret',
      AUTHENTICATE,
      'if (secrets.length === 0) throw',
      'if (secrets.length === 0) return client;\n  if (false) throw',
    ],
    ['TK-2', 'any well-formed secret is right', AUTHENTICATE, '!secrets.some((secret) => isSecretOf(row, secret, ctx.now()))', 'false'],
    [
      '§4',
      'a mistyped client secret is looked up',
      AUTHENTICATE,
      'if (presented.secrets.length > 0 && secrets.length === 0)',
      'if (false)',
    ],
    ['TK-2', 'two methods in one request are taken', AUTHENTICATE, "if (bodySecret !== '') throw", 'if (false) throw'],
    ['TK-2', 'the secret before a rotation works for ever', AUTHENTICATE, ' && row.previousSecretExpiresAt > now', ''],
    ['TK-2', 'a public key may send a secret', AUTHENTICATE, 'if (secrets.length > 0) throw', 'if (false) throw'],
    ['T14', 'a refresh token is not bound to its client', TOKENS, ' AND g.client_id = ${refresh.clientId}\n', '\n'],
    [
      'TK-6',
      'a refresh does not mark the token as superseded',
      TOKENS,
      `rotated_at = COALESCE(r.rotated_at, ${NOW})`,
      'rotated_at = r.rotated_at',
    ],
    ['TK-7', 'a superseded token works after the grace window', TOKENS, 'r.rotated_at > ${graceBegan}::timestamptz AND ', ''],
    ['TK-7', 'the window slides with each sibling', TOKENS, `rotated_at = COALESCE(r.rotated_at, ${NOW})`, `rotated_at = ${NOW}`],
    ['TK-7', 'any number of siblings', TOKENS, ' AND r.sibling_count < ${SIBLING_LIMIT}::int', ''],
    ['TK-7', 'reuse revokes nothing', REFRESH_EXCHANGE, "if (row && failure.reason === 'refresh_token_reused')", 'if (false)'],
    [
      'T11, TK-7',
      'no grace window',
      TOKENS,
      '(r.rotated_at IS NULL OR (r.rotated_at > ${graceBegan}::timestamptz AND r.sibling_count < ${SIBLING_LIMIT}::int))',
      'r.rotated_at IS NULL',
    ],
    ['TK-9', 'a refresh may widen', TOKENS, 'AND ${[...refresh.narrowedTo]}::text[] <@ g.scopes', ''],
    ['TK-10', 'a revoked grant refreshes', TOKENS, `AND r.expires_at > ${NOW} AND g.revoked_at IS NULL`, `AND r.expires_at > ${NOW}`],
    [
      'TK-10',
      'a dead refresh token is invalid_request',
      'lib/oauth/errors.ts',
      "new OAuthError('invalid_grant', 'The",
      "new OAuthError('invalid_request', 'The",
    ],
    ['TK-13', 'an expired refresh token works', TOKENS, `AND r.expires_at > ${NOW} AND g.revoked_at`, 'AND g.revoked_at'],
    [
      'TK-13',
      'no absolute cap on refreshing',
      TOKENS,
      'created_at + make_interval(days => ${ctx.settings.refreshMaxDays}::int), ends_at) FROM rotated',
      'ends_at) FROM rotated',
    ],
    ['TK-1', 'answers may be stored', HTTP, '...NO_STORE, ...headers } });', '...headers } });'],
  ),
  ...noticedBy(
    'e2e/protocol/revoke.db.test.ts',
    [
      'RV-1, T14',
      'any client may revoke an access token',
      TOKENS,
      'where: { tokenHash, grant: { clientId }, revokedAt: null }',
      'where: { tokenHash, revokedAt: null }',
    ],
    [
      'RV-1, T14',
      'any client may revoke a refresh token',
      TOKENS,
      'where: { tokenHash, grant: { clientId } }, select: { grantId',
      'where: { tokenHash }, select: { grantId',
    ],
    ['RV-2', 'revoking a refresh token does nothing', 'lib/oauth/revoke.ts', 'if (grantId !== null)', 'if (false)'],
    ['RV-2', 'a revoked grant still answers', 'lib/oauth/verify.ts', 'row.isRevoked || row.isGrantRevoked ||', 'row.isRevoked ||'],
    [
      'RV-2',
      'a revoked access token still answers',
      'lib/oauth/verify.ts',
      'if (row.isRevoked || row.isGrantRevoked',
      'if (row.isGrantRevoked',
    ],
    [
      'RV-2',
      'codes of a revoked grant still work',
      CODES,
      'grants.id = claimed.grant_id AND grants.revoked_at IS NULL',
      'grants.id = claimed.grant_id',
    ],
  ),
  ...noticedBy(
    'e2e/protocol/bearer.db.test.ts',
    ['RS-1, T10', 'the audience is not checked', 'lib/oauth/verify.ts', 'if (row.resource !== resource)', 'if (false)'],
    ['RS-1, T10', 'other tokens reach the database', 'lib/oauth/verify.ts', "if (!isWellFormedToken('cc_at', token))", 'if (false)'],
    ['TK-13', 'an access token lives on', 'lib/oauth/verify.ts', 'row.isGrantEnded || row.expiresAt <= ctx.now()', 'row.isGrantEnded'],
  ),
];
