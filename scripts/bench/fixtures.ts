// A PostgreSQL database of its own, with enough people that no per-person limit is reached while measuring.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { newId, newToken, sha256 } from '@/lib/core/crypto';
import { openPostgres } from '@/lib/db/client';
import { migrate } from '@/lib/db/migrate';
import { READ_SCOPES } from '@/lib/grants/scopes';

const ADMIN_URL = process.env.TEST_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres';
const PEOPLE = 3_000;
const HOUR_MS = 3_600_000;

export type Fixtures = Readonly<{ databaseUrl: string; drop: () => Promise<void> }>;

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: ADMIN_URL, connectionTimeoutMillis: 3_000 });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

export async function createFixtures(): Promise<Fixtures> {
  const name = `client_center_bench_${randomBytes(4).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  const url = new URL(ADMIN_URL);
  url.pathname = `/${name}`;
  const database = openPostgres(url.href);
  await migrate(database);
  await database.close();
  return { databaseUrl: url.href, drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Access tokens of as many people, each with one paper account and one grant. */
export async function seedTokens({ databaseUrl }: Fixtures, resource: string): Promise<string[]> {
  const core = { random: (byteCount: number) => new Uint8Array(randomBytes(byteCount)) };
  const now = new Date();
  const clientId = newId(core, 'cli');
  const scopes = [...READ_SCOPES];
  const people = Array.from({ length: PEOPLE }, () => ({
    userId: newId(core, 'usr'),
    accountId: newId(core, 'acc'),
    grantId: newId(core, 'grt'),
    token: newToken(core, 'cc_at'),
  }));
  const redirectUri = 'http://localhost/callback';
  const database = openPostgres(databaseUrl);
  const { client: db } = database;
  const account = {
    broker: 'paper',
    name: 'Paper',
    number: '0000004821',
    type: 'margin',
    currency: 'USD',
    environment: 'paper',
    status: 'active',
  };
  const grant = { clientId, redirectUri, resource, scopes, scopeNames: scopes, createdAt: now, activatedAt: now };
  await db.user.createMany({ data: people.map(({ userId }) => ({ id: userId, email: `${userId}@example.com`, createdAt: now })) });
  await db.client.create({
    data: { id: clientId, kind: 'static', name: 'Bench', redirectUris: [redirectUri], scopes, isConfidential: false, createdAt: now },
  });
  await db.account.createMany({ data: people.map(({ accountId, userId }) => ({ ...account, id: accountId, userId, createdAt: now })) });
  await db.grant.createMany({
    data: people.map(({ grantId, userId, accountId }) => ({ ...grant, id: grantId, userId, accountIds: [accountId] })),
  });
  await db.accessToken.createMany({
    data: people.map(({ token, grantId }) => ({
      tokenHash: sha256(token),
      grantId,
      scopes,
      createdAt: now,
      expiresAt: new Date(now.getTime() + HOUR_MS),
    })),
  });
  await db.$executeRaw`ANALYZE`;
  await database.close();
  return people.map(({ token }) => token);
}
