// The settings of contract §2: parsed once, defaults filled in, contradictions refused. Pure: lib/web/environment.ts reads the environment.
import { z } from 'zod';
import { isSemver } from './semver';

export const RESOURCE_MCP_PATH = '/mcp';
export const RESOURCE_API_PATH = '/api/v1';

const REGISTRATIONS = ['static', 'dynamic', 'metadata'] as const;
export type Registration = (typeof REGISTRATIONS)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= least && value <= most, `must be between ${least} and ${most}`);

const commaSeparated = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const Environment = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z.string().optional(),
  APP_URL: url('http:', 'https:').optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  DATA_DIR: z.string().default('.data'),
  SECRET_KEY: z.string().optional(),
  SECRET_KEY_PREVIOUS: z.string().optional(),
  REGISTRATION: commaSeparated
    .pipe(z.array(z.enum(REGISTRATIONS, { error: `must be a list of ${REGISTRATIONS.join(', ')}` })))
    .default([...REGISTRATIONS]),
  SIGN_UP: z.enum(['open', 'closed'], { error: 'must be open or closed' }).optional(),
  OPERATOR_EMAILS: commaSeparated.transform((emails) => emails.map((email) => email.toLowerCase())).default([]),
  TRUST_PROXY: wholeNumber(0, 32).default(0),
  PLATFORM_CALLBACKS: z.string().optional(),
  METADATA_TEST_HOSTS: commaSeparated.default([]),
  ALLOWED_ORIGINS: commaSeparated.default([]),
  REFRESH_GRACE_S: wholeNumber(0, 3600).default(120),
  REFRESH_MAX_DAYS: wholeNumber(1, 3650).default(365),
  BROKER: z.enum(['paper', 'alpaca'], { error: 'must be paper or alpaca' }).default('paper'),
  ALPACA_TRADING_URL: url('http:', 'https:').default('https://paper-api.alpaca.markets'),
  ALPACA_DATA_URL: url('http:', 'https:').default('https://data.alpaca.markets'),
  PAPER_HOURS: z.enum(['always', 'exchange'], { error: 'must be always or exchange' }).default('always'),
  BRAND_NAME: z.string().trim().min(1, 'must not be empty').max(60, 'must be at most 60 characters').default('Client Center'),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  URL_TOKENS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('off'),
  PLAN_GATES: z.string().optional(),
  BACKEND_MIN_VERSION: z.string().refine(isSemver, 'must be a version like 1.4.0').optional(),
  OIDC_ISSUER: url('http:', 'https:').optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  METRICS_TOKEN: z.string().min(16, 'must be at least 16 characters').optional(),
});

/** Scope id → the plans that include it. */
export type PlanGates = ReadonlyMap<string, readonly string[]>;

/** The brokerage's own identity provider. */
export type OidcSettings = Readonly<{ issuer: string; clientId: string; clientSecret: string }>;

export type Settings = Readonly<{
  port: number;
  /** Addresses to listen on; null means every interface. */
  hosts: readonly string[] | null;
  /** Public origin and OAuth issuer; no path, no trailing slash. */
  appUrl: string;
  isLoopback: boolean;
  databaseUrl: string | null;
  redisUrl: string | null;
  dataDir: string;
  /** 32 bytes, base64url; null until the embedded start-up has generated it. */
  secretKey: string | null;
  previousSecretKey: string | null;
  registration: ReadonlySet<Registration>;
  signUp: 'open' | 'closed';
  operatorEmails: ReadonlySet<string>;
  trustedProxyHops: number;
  allowedOrigins: ReadonlySet<string>;
  /** A JSON file with further exact platform callbacks, besides the built-in list. */
  platformCallbacksFile: string | null;
  /** Exact `host:port` entries whose client metadata documents may be fetched although they are on loopback. For tests. */
  metadataTestHosts: ReadonlySet<string>;
  refreshGraceSeconds: number;
  refreshMaxDays: number;
  broker: 'paper' | 'alpaca';
  /** Origins of the Alpaca API; the paper host by default. */
  alpacaTradingUrl: string;
  alpacaDataUrl: string;
  paperHours: 'always' | 'exchange';
  brandName: string;
  logLevel: (typeof LOG_LEVELS)[number];
  metricsToken: string | null;
  /** The last-resort URL form for clients that cannot send headers. */
  urlTokens: boolean;
  /** Which plans include a permission; one that is not named is in every plan. */
  planGates: PlanGates;
  /** The lowest version that the operator accepts; null for any. */
  backendMinVersion: string | null;
  oidc: OidcSettings | null;
  /** Where mail is handed over; null when there is none. */
  smtpUrl: string | null;
  /** The address that mail comes from: `?from=` of SMTP_URL, else no-reply at the host of APP_URL. */
  mailFrom: string;
}>;

/** A setting that stops the start; its message is one line that names the setting. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}

/**
 * Reads the environment into settings.
 * @throws SettingsError naming the first bad setting
 */
export function parseSettings(environment: Record<string, string | undefined>): Settings {
  // An empty value means "unset", as in most process managers and .env files.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SettingsError(`${String(issue?.path[0] ?? 'environment')} ${issue?.message ?? 'is not valid'}.`);
  }
  const env = parsed.data;
  const appUrl = readAppUrl(env.APP_URL ?? `http://localhost:${env.PORT}`);
  const isLoopback = isLoopbackHost(new URL(appUrl).hostname);
  if (!isLoopback && !appUrl.startsWith('https://')) throw new SettingsError('APP_URL must use https:// unless it is localhost.');
  if (env.DATABASE_URL && !env.SECRET_KEY) {
    throw new SettingsError(
      'SECRET_KEY is required with DATABASE_URL: 32 random bytes, base64url (openssl rand -base64 32 | tr +/ -_ | tr -d =).',
    );
  }
  if (!isLoopback && env.METADATA_TEST_HOSTS.length > 0) {
    throw new SettingsError('METADATA_TEST_HOSTS is for tests on this computer: unset it, or use a loopback APP_URL.');
  }
  return {
    port: env.PORT,
    hosts: env.HOST ? [env.HOST] : isLoopback ? ['127.0.0.1', '::1'] : null,
    appUrl,
    isLoopback,
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    dataDir: env.DATA_DIR,
    secretKey: env.SECRET_KEY ? readSecretKey('SECRET_KEY', env.SECRET_KEY) : null,
    previousSecretKey: env.SECRET_KEY_PREVIOUS ? readSecretKey('SECRET_KEY_PREVIOUS', env.SECRET_KEY_PREVIOUS) : null,
    registration: new Set(env.REGISTRATION),
    signUp: env.SIGN_UP ?? (isLoopback ? 'open' : 'closed'),
    operatorEmails: new Set(env.OPERATOR_EMAILS),
    trustedProxyHops: env.TRUST_PROXY,
    allowedOrigins: new Set(env.ALLOWED_ORIGINS.map((origin) => readOrigin('ALLOWED_ORIGINS', origin))),
    platformCallbacksFile: env.PLATFORM_CALLBACKS ?? null,
    metadataTestHosts: new Set(env.METADATA_TEST_HOSTS.map(readHostAndPort)),
    refreshGraceSeconds: env.REFRESH_GRACE_S,
    refreshMaxDays: env.REFRESH_MAX_DAYS,
    broker: env.BROKER,
    alpacaTradingUrl: readBrokerUrl('ALPACA_TRADING_URL', env.ALPACA_TRADING_URL),
    alpacaDataUrl: readBrokerUrl('ALPACA_DATA_URL', env.ALPACA_DATA_URL),
    paperHours: env.PAPER_HOURS,
    brandName: env.BRAND_NAME,
    logLevel: env.LOG_LEVEL,
    metricsToken: env.METRICS_TOKEN ?? null,
    urlTokens: env.URL_TOKENS === 'on',
    planGates: readPlanGates(env.PLAN_GATES),
    backendMinVersion: env.BACKEND_MIN_VERSION ?? null,
    oidc: readOidc(env),
    ...readSmtp(env.SMTP_URL ?? null, new URL(appUrl).hostname),
  };
}

function readAppUrl(text: string): string {
  const { origin, pathname, search, hash, username } = new URL(text);
  if (pathname !== '/' || search !== '' || hash !== '' || username !== '' || text.endsWith('/')) {
    throw new SettingsError(`APP_URL must be an origin without a path or trailing slash, like ${origin}.`);
  }
  if (origin !== text) throw new SettingsError(`APP_URL must be written as ${origin}.`);
  return origin;
}

function readOrigin(name: string, text: string): string {
  if (!URL.canParse(text) || new URL(text).origin !== text)
    throw new SettingsError(`${name} must list origins like https://app.example, not ${text}.`);
  return text;
}

/** The name of a plan: lower case, digits, hyphens. */
export function isPlanName(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,29}$/.test(text);
}

/** Which permissions there are is checked where they are known (lib/grants/plans.ts). */
function readPlanGates(text: string | undefined): PlanGates {
  const gates = new Map<string, readonly string[]>();
  for (const entry of (text ?? '').split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [, scope = '', list = ''] = /^([a-z]+:[a-z]+)\s*=\s*(.+)$/.exec(entry) ?? [];
    const plans = list.split('|').map((plan) => plan.trim());
    if (!plans.every(isPlanName)) throw new SettingsError('PLAN_GATES must list entries like orders:trade=pro|business.');
    if (plans.includes('none')) throw new SettingsError('PLAN_GATES cannot name a plan none: that is the word for having no plan.');
    if (gates.has(scope)) throw new SettingsError(`PLAN_GATES names ${scope} twice.`);
    gates.set(scope, plans);
  }
  return gates;
}

function readOidc(env: z.output<typeof Environment>): OidcSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return null;
  for (const [name, value] of Object.entries({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret })) {
    if (value === undefined) throw new SettingsError(`${name} is required with the other OIDC settings.`);
  }
  const { protocol, hostname, search, hash, username } = new URL(issuer ?? '');
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) throw new SettingsError('OIDC_ISSUER must use https:// unless it is localhost.');
  if (search !== '' || hash !== '' || username !== '') throw new SettingsError('OIDC_ISSUER must have no query, fragment or user.');
  return { issuer: issuer ?? '', clientId: clientId ?? '', clientSecret: clientSecret ?? '' };
}

function readSmtp(text: string | null, host: string): Pick<Settings, 'smtpUrl' | 'mailFrom'> {
  const none = `no-reply@${host}`;
  if (text === null) return { smtpUrl: null, mailFrom: none };
  const smtp = new URL(text);
  const mailFrom = smtp.searchParams.get('from') ?? none;
  if (smtp.hostname === '') throw new SettingsError('SMTP_URL must name a host, like smtps://user:password@mail.example.com.');
  if (!/^[^\s@<>,]+@[^\s@<>,]+$/.test(mailFrom))
    throw new SettingsError('SMTP_URL must have an e-mail address as from, like ?from=center@example.com.');
  smtp.searchParams.delete('from');
  return { smtpUrl: smtp.href, mailFrom };
}

function readHostAndPort(text: string): string {
  const isOne = /^(\[[0-9a-f:]+\]|[a-z0-9.-]+):\d{1,5}$/.test(text) && URL.canParse(`https://${text}`);
  if (!isOne) throw new SettingsError(`METADATA_TEST_HOSTS must list entries like localhost:4545, not ${text}.`);
  return text;
}

/** Credentials of people go there: never in clear text, except to this machine. */
function readBrokerUrl(name: string, text: string): string {
  const { protocol, hostname, origin } = new URL(text);
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) throw new SettingsError(`${name} must use https://.`);
  if (origin !== text) throw new SettingsError(`${name} must be an origin without a path or trailing slash, like ${origin}.`);
  return origin;
}

function readSecretKey(name: string, text: string): string {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) throw new SettingsError(`${name} must be 32 random bytes in base64url (43 characters).`);
  return text;
}
