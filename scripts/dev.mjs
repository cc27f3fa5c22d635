// npm run dev: the same server with Next's development build and reloading.
import { buildStyles, generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
await installDependencies();
await generateClient();
await buildStyles();
const { main } = await import('../server.mjs');
await main({ dev: true });
