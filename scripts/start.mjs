// npm start: from a fresh clone to a running Client Center. Begins without any dependency, because it installs them.
import { buildApplication, buildStyles, generateClient, installDependencies, requireNode } from './steps.mjs';

requireNode();
process.chdir(new URL('..', import.meta.url).pathname);
try {
  await installDependencies();
  await generateClient();
  await buildStyles();
  await buildApplication();
} catch (thrown) {
  console.error(thrown.message);
  process.exit(1);
}
const { main } = await import('../server.mjs');
await main();
