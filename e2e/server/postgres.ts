// An empty PostgreSQL database of its own for one test.
import { randomBytes } from 'node:crypto';
import { administer, databaseUrl } from '@/lib/testing/templates';

export async function createEmptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `client_center_e2e_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  return { url: databaseUrl(name), drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
