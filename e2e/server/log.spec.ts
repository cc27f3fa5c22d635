// What the log never holds, whoever asks for it.
import { expect, test } from '@playwright/test';
import { freePort, freshDataDir, startProcess } from './process';

test('the log names addresses without their query and without the token of an MCP address', async () => {
  const server = startProcess(await freePort(), { DATA_DIR: freshDataDir(), URL_TOKENS: 'on', LOG_LEVEL: 'info' });
  try {
    await server.ready;
    await fetch(`${server.origin}/mcp/u/cc_ut_secretInTheAddress`, { method: 'POST' });
    await fetch(`${server.origin}/mcp/u/cc_ut_secretInTheAddress/more?x=1`, { method: 'POST' });
    await fetch(`${server.origin}/auth/callback?code=secretInTheQuery`);
    await expect.poll(() => server.output().match(/\/mcp\/u\/\{token\}/g)?.length).toBe(2);
    expect(server.output()).not.toMatch(/secretInThe/);
  } finally {
    await server.stop();
  }
});
