// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text of source files
// Checks of the gateway, embedding, introspection, changing rights in place, limits and the change of SECRET_KEY.
import { noticedBy } from './mutation';

const HOPS = 'lib/gateway/queries/hops.ts';
const GATEWAY_KEY = 'lib/clients/gateway-key.ts';
const EMBEDDER = 'lib/embedding/authenticate.ts';
const MINT = 'lib/embedding/mint.ts';
const MINTS = 'lib/embedding/queries/mints.ts';
const INTROSPECTION = 'lib/web/introspection.ts';
const WIDEN = 'lib/grants/widen.ts';
const RIGHTS = 'lib/grants/queries/rights.ts';
const RATE_LIMIT = 'lib/mcp/rate-limit.ts';
const STRANGERS = 'lib/core/strangers.ts';
const DATABASE_COUNTERS = 'lib/db/queries/counters.ts';
const REDIS_COUNTERS = 'lib/db/redis-counters.ts';
const REFUSALS = 'lib/oauth/refusals.ts';
const SESSION_COOKIE = 'lib/web/session-cookie.ts';

export const access = [
  ...noticedBy(
    'e2e/protocol/gateway.db.test.ts',
    ['gateway', 'our own code may be spent twice', HOPS, 'AND h.claimed_at IS NULL ', ''],
    ['gateway', 'our own code may be spent in any browser', HOPS, ' AND r.browser_hash = ${claim.browserHash}', ''],
    ['gateway', 'our own code never expires', HOPS, ' AND h.expires_at > ${at}::timestamptz', ''],
    ['gateway', 'our own code works with the state of another request', HOPS, ' AND r.id = ${claim.requestId}', ''],
    ['gateway', 'a code is made for our own callback', HOPS, 'FROM claimed WHERE redirect_uri <> ${claim.ownCallback}', 'FROM claimed'],
    [
      'gateway',
      'our callback is taken on any port',
      GATEWAY_KEY,
      'one === ours ? sent === ours : redirectUriMatches(one, sent)',
      'redirectUriMatches(one, sent)',
    ],
    [
      'gateway',
      'any key forwards',
      GATEWAY_KEY,
      'isGatewayKey(settings, key.redirectUris) ? [...platformCallbacks, ...key.platformCallbacks] : []',
      '[...platformCallbacks, ...key.platformCallbacks]',
    ],
    ['gateway', 'a refused callback is not recorded', 'lib/gateway/callback.ts', 'if (client) {', 'if (false) {'],
  ),
  ...noticedBy(
    'lib/embedding/mint.db.test.ts',
    ['embedding', 'the platform’s secret is not compared', EMBEDDER, 'if (!isSecretOf(row, secret, ctx.now())) throw', 'if (false) throw'],
    [
      'embedding',
      'the user’s secret is not compared',
      EMBEDDER,
      'if (!equalInConstantTime(user.secretHash, sha256(secret))) throw',
      'if (false) throw',
    ],
    ['embedding', 'a user of another platform is minted for', MINTS, 'where: { userId, platformId },', 'where: { userId },'],
    ['embedding', 'a disabled platform mints', EMBEDDER, 'if (row.disabledAt) {', 'if (false) {'],
    ['embedding', 'a user disabled meanwhile is minted for', MINTS, ' AND p.disabled_at IS NULL\n', '\n'],
    ['embedding', 'scopes beyond the platform are minted', MINT, 'if (missing.length > 0) {', 'if (false) {'],
    [
      'embedding',
      'a minted token has no end',
      'lib/embedding/schema.ts',
      'USER_TOKEN_LIFE_SECONDS = 3600',
      'USER_TOKEN_LIFE_SECONDS = 7200',
    ],
    [
      'embedding',
      'a platform revokes the tokens of another',
      MINTS,
      'WHERE platform_id = ${platformId} AND revoked_at IS NULL',
      'WHERE revoked_at IS NULL',
    ],
  ),
  ...noticedBy(
    'lib/web/bearer.db.test.ts',
    ['IN-1', 'anybody’s token is told about', INTROSPECTION, 'if (live?.clientId !== callerId)', 'if (!live)'],
    ['IN-1', 'a public client may ask', 'lib/oauth/token.ts', 'if (client.isConfidential) return', 'if (true) return'],
    ['IN-1', 'a rotated refresh token is active', INTROSPECTION, 'if (!row || row.rotatedAt)', 'if (!row)'],
    ['RV-1', 'a platform’s revocation does nothing', 'lib/web/revocation.ts', 'if (claims) await', 'if (false) await'],
  ),
  ...noticedBy(
    'lib/signing/signing.db.test.ts',
    ['RFC 8725', 'a JWT for another resource verifies', 'lib/signing/jwt.ts', '      audience,\n', ''],
    ['RFC 8725', 'a JWT of another issuer verifies', 'lib/signing/jwt.ts', '      issuer: ctx.settings.appUrl,\n', ''],
    ['RFC 8725', 'another type of JWT verifies', 'lib/signing/jwt.ts', '      typ: TYPE,\n', ''],
    [
      'RFC 7517',
      'a key is published for ever',
      'lib/signing/keys.ts',
      'successor === undefined || secondsSince(ctx, successor.createdAt) < RETIREMENT_SECONDS',
      'true',
    ],
  ),
  ...noticedBy(
    'lib/grants/widen.db.test.ts',
    ['widening', 'beyond the key', WIDEN, 'if (beyond.length > 0) throw', 'if (false) throw'],
    ['widening', 'accounts of others are added', WIDEN, 'if (!more.accountIds.every((id) => own.has(id))) throw', 'if (false) throw'],
    ['widening', 'anybody widens any connection', RIGHTS, ' AND g.user_id = ${userId}', ''],
    ['widening', 'an ended connection is widened', RIGHTS, ' AND g.revoked_at IS NULL\n', '\n'],
  ),
  ...noticedBy('lib/grants/narrow.db.test.ts', [
    'narrowing',
    'connecting again brings back what was taken away',
    'lib/grants/narrow.ts',
    'await forgetInConsents(ctx, userId, grant.clientId, permissionsRemoved, accountsRemoved);',
    '',
  ]),
  ...noticedBy(
    'lib/mcp/rate-limit.db.test.ts',
    ['limits', 'trades have no limit of their own', RATE_LIMIT, 'if (trades && !trades.allowed) throw', 'if (false) throw'],
    ['limits', 'calls have no limit', RATE_LIMIT, 'if (calls && !calls.allowed) throw', 'if (false) throw'],
    ['limits', 'trades go on uncounted', RATE_LIMIT, 'if (isTrade && !(calls && trades)) throw', 'if (false) throw'],
  ),
  ...noticedBy(
    'lib/db/queries/counters.db.test.ts',
    [
      'limits',
      'the window moves with each call (database)',
      DATABASE_COUNTERS,
      'ELSE counter.expires_at END',
      'ELSE EXCLUDED.expires_at END',
    ],
    [
      'limits',
      'a refund takes back nothing (database)',
      DATABASE_COUNTERS,
      'data: { count: { decrement: 1 } }',
      'data: { count: { decrement: 0 } }',
    ],
  ),
  ...noticedBy(
    'lib/db/redis-counters.redis.test.ts',
    [
      'limits',
      'the window moves with each call (Redis)',
      REDIS_COUNTERS,
      'return {count, left}',
      "redis.call('PEXPIRE', KEYS[1], ARGV[2])\n  return {count, left}",
    ],
    ['limits', 'a flood cannot be refunded (Redis)', REDIS_COUNTERS, 'if count <= tonumber(ARGV[1]) then count', 'if true then count'],
    [
      'limits',
      'exact limits are counted elsewhere while Redis is away',
      REDIS_COUNTERS,
      'limit.isExact ? answered(ask)',
      'false ? answered(ask)',
    ],
    [
      'limits',
      'the server hangs on a Redis that does not answer',
      REDIS_COUNTERS,
      '    commandTimeout: COMMAND_TIMEOUT_MS,\n    connectTimeout: SILENCE_MS,\n    socketTimeout: SILENCE_MS,\n',
      '',
    ],
  ),
  ...noticedBy(
    'lib/web/strangers.db.test.ts',
    ['abuse', 'bad credentials are never limited', STRANGERS, 'else this.windows.count(badKey(network), BAD_CREDENTIALS);', ''],
    ['abuse', 'good tokens of a limited network are refused', STRANGERS, ' || this.accepted.has(sha256(credentials.text))', ''],
    [
      'abuse',
      'a limited network is looked up without end',
      STRANGERS,
      'this.windows.count(`lookups:${network}`, LOOKUPS_WHILE_LIMITED) ? null',
      'true ? null',
    ],
    ['abuse', 'a revoked token is a free pass', STRANGERS, 'if (credentials) this.accepted.delete(sha256(credentials.text));', ''],
  ),
  ...noticedBy(
    'lib/web/key-refusals.db.test.ts',
    [
      'refusals',
      'a stranger fills the owner’s page',
      REFUSALS,
      '.allowed) return;\n  if (!(await counters.count(`refusal:${clientId}`, PER_CLIENT)).allowed) return;',
      '.allowed) void 0;',
    ],
    [
      'refusals',
      'what is registered is shown to anyone',
      'lib/web/pages/refusal.tsx',
      '(await isSignedIn(ctx, request, refusal.ownerId))',
      'true',
    ],
    [
      'refusals',
      'mistyped secrets are looked up without end',
      STRANGERS,
      'this.windows.count(`record:${network}`, LOOKUPS_FOR_THE_RECORD)',
      'true',
    ],
    ['refusals', 'a malformed token request is not recorded', REFUSALS, 'if (thrown instanceof OAuthError) await', 'if (false) await'],
  ),
  ...noticedBy(
    'lib/web/secret-key-change.db.test.ts',
    [
      'SECRET_KEY',
      'the old key’s sessions are not honoured',
      SESSION_COOKIE,
      "value === '' ? [] : session)",
      "value === '' ? [] : session.slice(0, 1))",
    ],
    ['SECRET_KEY', 'the old key’s forms are not honoured', 'lib/web/browser-binding.ts', 'keys.form.some(', 'keys.form.slice(0, 1).some('],
    ['SECRET_KEY', 'an old cookie is never renewed', SESSION_COOKIE, 'opened && !opened.isCurrent ?', 'false ?'],
  ),
];
