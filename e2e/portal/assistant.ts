// An AI client with an access token that its person made by hand: the shortest way to tools.
import { type APIRequestContext, expect, type Page, type PlaywrightWorkerArgs } from '@playwright/test';
import { visit } from './person';

export type Assistant = Readonly<{
  call: (tool: string, args: object) => Promise<Record<string, unknown>>;
  /** The paper account that every new person has. */
  accountId: string;
  close: () => Promise<void>;
}>;

/** @param scopes to tick besides the preselected read scopes */
export async function makeAssistant(
  page: Page,
  { playwright, baseURL }: Pick<PlaywrightWorkerArgs, 'playwright'> & { baseURL: string | undefined },
  scopes: readonly string[],
): Promise<Assistant> {
  await visit(page, '/access-tokens/new');
  await page.getByLabel('Name', { exact: true }).fill('Assistant');
  for (const scope of scopes) await page.getByRole('checkbox', { name: new RegExp(`^${scope}`) }).check();
  const created = page.waitForResponse((answer) => answer.url().endsWith('/api/access-tokens') && answer.request().method() === 'POST');
  await page.getByRole('button', { name: 'Create access token', exact: true }).click();
  const { token } = await (await created).json();
  await page.getByRole('checkbox', { name: 'I have saved it' }).check();
  const request = await playwright.request.newContext({ baseURL }); // no cookies of the person
  const call: Assistant['call'] = (tool, args) => callTool(request, token, tool, args);
  const { accounts } = (await call('list_accounts', {})) as { accounts: { id: string }[] };
  return { call, accountId: accounts[0]?.id ?? '', close: () => request.dispose() };
}

async function callTool(client: APIRequestContext, token: string, name: string, args: object): Promise<Record<string, unknown>> {
  const answer = await client.post('/mcp', {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json, text/event-stream' },
    data: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
  });
  const text = await answer.text();
  const line = text.split('\n').find((one) => one.startsWith('data: '));
  const { result } = JSON.parse(line ? line.slice('data: '.length) : text);
  expect(result.isError, text).not.toBe(true);
  return result.structuredContent;
}
