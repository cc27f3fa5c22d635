// Telling "the database is away" from every other failure, whichever layer noticed it.

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EPIPE',
  'P1000',
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '53300', // too_many_connections
  '08000',
  '08003',
  '08006',
]);

const CONNECTION_WORDS =
  /connection terminated|timeout exceeded when trying to connect|can't reach database|connection is closed|server has closed the connection|PGlite is clos/i;

/** Whether the failure means that the database cannot be reached now, so that trying again later makes sense. */
export function isDatabaseAway(thrown: unknown): boolean {
  for (let error: unknown = thrown, depth = 0; error instanceof Object && depth < 5; depth += 1) {
    const { code, originalCode, kind, message, cause } = error as Record<string, unknown>;
    if ([code, originalCode].some((value) => typeof value === 'string' && CONNECTION_CODES.has(value))) return true;
    if (kind === 'DatabaseNotReachable' || kind === 'ConnectionClosed' || kind === 'SocketTimeout' || kind === 'TooManyConnections')
      return true;
    if (typeof message === 'string' && CONNECTION_WORDS.test(message)) return true;
    error = cause ?? (error as { meta?: { driverAdapterError?: unknown } }).meta?.driverAdapterError;
  }
  return false;
}

/** Why, in one line: what the database or its driver said where Prisma quotes it, else the first line that says anything. */
export function reasonInOneLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return /Message: `(.+)`/.exec(text)?.[1] ?? text.trim().split('\n')[0] ?? '';
}

/** Whether an insert or update hit a unique index (PostgreSQL 23505). */
export function isUniqueViolation(thrown: unknown): boolean {
  return thrown instanceof Object && 'code' in thrown && thrown.code === 'P2002';
}
