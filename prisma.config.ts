import { defineConfig } from 'prisma/config';

// Queries run in WebAssembly over a driver adapter, migrations through the WebAssembly schema engine (lib/db/migrate.ts):
// the Prisma CLI is only used to generate the client, so no URL is needed here.
export default defineConfig({ schema: 'prisma/schema' });
