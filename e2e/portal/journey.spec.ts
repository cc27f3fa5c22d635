// The whole job, as a person does it: sign up, generate a key, connect a real MCP client through consent, ask it, cut it off.
import { expect, test } from '@playwright/test';
import { type Generation, listenForCallback, StoredClient, sdkV1, sdkV2 } from './mcp-clients';
import { generateKey, signUp, visit } from './person';

for (const generation of [sdkV1, sdkV2] satisfies Generation[]) {
  test(`sign-up → key → authorize → Allow → tools/list → tools/call → Revoke → 401, with ${generation.name}`, async ({ page, baseURL }) => {
    const url = `${baseURL}/mcp`;
    const callback = await listenForCallback();
    await signUp(page, `journey-${generation === sdkV1 ? 'one' : 'two'}@example.com`);
    const clientId = await generateKey(page, `Journey ${generation.name}`, callback.redirectUri);

    const client = new StoredClient(clientId, callback.redirectUri);
    await generation.begin(url, client);
    await visit(page, client.authorizationUrl?.href ?? '');
    await expect(page.getByText(`Journey ${generation.name}`).first()).toBeVisible();
    await expect(page.getByText('127.0.0.1').first()).toBeVisible();
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    const parameters = await callback.received;
    expect(parameters.get('state')).toBe(client.expectedState);
    expect(parameters.get('iss')).toBe(baseURL);
    await generation.finish(url, client, parameters);

    const connected = await generation.connect(url, client);
    expect(await connected.toolNames()).toEqual(
      expect.arrayContaining([
        'get_connection_status',
        'list_accounts',
        'get_balances',
        'list_positions',
        'list_orders',
        'get_quotes',
        'search_instruments',
      ]),
    );
    const accounts = await connected.call('list_accounts', {});
    const [account] = accounts.structured.accounts as { id: string; environment: string }[];
    expect(account?.environment).toBe('paper');
    const balances = await connected.call('get_balances', { account_id: account?.id });
    expect(JSON.stringify(balances.structured)).toMatch(/"cash":"\d+\.\d{2,}"/);
    expect((await connected.call('get_quotes', { symbols: ['AAPL'] })).isError).toBe(false);
    await connected.close();

    await visit(page, '/ai-clients');
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('button', { name: 'Revoke access', exact: true }).click();
    await expect(page.getByText('Access revoked')).toBeVisible(); // while the dialog is open, the list behind it counts as hidden
    await expect(page.getByRole('button', { name: 'Revoke', exact: true })).toHaveCount(0);
    const refused = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.savedTokens?.access_token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
    callback.close();
  });
}
