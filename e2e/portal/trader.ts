// An AI client that may trade: a key of the person's, their Allow on the consent page, and the SDK connected with the tokens.
import type { Page } from '@playwright/test';
import { listenForCallback, StoredClient, sdkV2, type ToolCaller } from './mcp-clients';
import { generateKey, visit } from './person';

export type TradingClient = Readonly<{
  client: ToolCaller;
  clientId: string;
  redirectUri: string;
  /** The paper account that every new person has. */
  accountId: string;
}>;

/** @param askAbove dollars above which a trade waits for the person */
export async function connectTrader(page: Page, baseURL: string | undefined, askAbove: string): Promise<TradingClient> {
  const mcp = `${baseURL}/mcp`;
  const { redirectUri, received, close } = await listenForCallback();
  const clientId = await generateKey(page, 'Trader', redirectUri, ['orders:trade']);
  const stored = new StoredClient(clientId, redirectUri);
  await sdkV2.begin(mcp, stored);
  await visit(page, stored.authorizationUrl?.href ?? '');
  await page.getByRole('checkbox', { name: /^orders:trade/ }).check();
  await page.getByLabel('Ask me above', { exact: true }).fill(askAbove);
  await page.getByRole('button', { name: 'Allow', exact: true }).click();
  await sdkV2.finish(mcp, stored, await received);
  close();
  const client = await sdkV2.connect(mcp, stored);
  const { structured } = await client.call('list_accounts', {});
  return { client, clientId, redirectUri, accountId: (structured.accounts as { id: string }[])[0]?.id ?? '' };
}
