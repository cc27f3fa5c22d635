// Every screen, in both themes, wide and at 360 px, with and without motion: no accessibility violation, no sideways scrolling, no layout
// shift, no script error.
import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { toRest, violationsOf } from './accessibility';
import { authorizationUrl, signUp, visit } from './person';
import { connectTrader, type TradingClient } from './trader';

declare global {
  interface Window {
    /** Of the page that is open, all shifts together. */
    layoutShift: number;
  }
}

/** A phone has the colors of the wide screen: both themes are looked at on the wide one, one of them on the phone. */
const LOOKS = [
  { name: 'wide, both themes, reduced motion', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', themes: ['light', 'dark'] },
  { name: '360 px, dark', viewport: { width: 360, height: 740 }, reducedMotion: 'no-preference', themes: ['dark'] },
] as const;

let signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
let screens: { name: string; path: string; isPublic?: boolean; status?: number }[];

test.beforeAll(async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signUp(page, `screens-${test.info().workerIndex}@example.com`); // made anew in the next worker when a test has failed
  const trader = await connectTrader(page, baseURL, '0');
  const { clientId, redirectUri } = trader;
  await visit(page, '/ai-clients');
  const connection = await page.locator('main a[href^="/ai-clients/"]').first().getAttribute('href');
  await makeTokens(page);
  const approval = await waitingTrade(page, trader);
  signedIn = await context.storageState();
  await context.close();
  screens = [
    { name: 'landing', path: '/', isPublic: true },
    { name: 'sign in', path: '/sign-in', isPublic: true },
    { name: 'passkey sign in', path: '/sign-in/passkey', isPublic: true },
    { name: 'forgot password', path: '/forgot-password', isPublic: true },
    { name: 'sign up', path: '/sign-up', isPublic: true },
    ...['quick-start', 'oauth2', 'scopes', 'tools', 'troubleshooting', 'security', 'embedding', 'faq'].map((slug) => ({
      name: `documentation, ${slug}`,
      path: `/docs/${slug}`,
      isPublic: true,
    })),
    { name: 'no such documentation', path: '/docs/nothing', isPublic: true, status: 404 },
    { name: 'unknown client', path: authorizationUrl('nobody', 'https://app.example/callback'), isPublic: true, status: 400 },
    { name: 'overview', path: '/' },
    { name: 'account', path: '/account' },
    { name: 'accounts', path: '/accounts' },
    { name: 'approvals', path: '/approvals' },
    { name: 'one approval', path: approval },
    { name: 'no such approval', path: '/approvals/apr_nothing', status: 404 },
    { name: 'keys', path: '/api-keys' },
    { name: 'new key', path: '/api-keys/new' },
    { name: 'key', path: `/api-keys/${clientId}` },
    { name: 'no such key', path: '/api-keys/key_nothing', status: 404 },
    { name: 'AI clients', path: '/ai-clients' },
    { name: 'one AI client', path: connection ?? '/ai-clients/missing' },
    { name: 'no such AI client', path: '/ai-clients/grt_nothing', status: 404 },
    { name: 'connect', path: '/connect' },
    { name: 'guide', path: '/connect/claude' },
    { name: 'guide with a key', path: `/connect/codex?key=${clientId}` },
    { name: 'activity', path: '/activity' },
    { name: 'access tokens', path: '/access-tokens' },
    { name: 'new access token', path: '/access-tokens/new' },
    { name: 'platform', path: '/platform' },
    { name: 'sharing', path: '/sharing' },
    { name: 'strategies', path: '/strategies' },
    { name: 'consent', path: authorizationUrl(clientId, redirectUri, { scope: 'mcp:read', prompt: 'consent' }) },
    { name: 'wrong redirect URI', path: authorizationUrl(clientId, `${redirectUri}/`), status: 400 },
    { name: 'not found', path: '/nothing-here', status: 404 },
  ];
});

/** A trade that waits for the person. @returns where */
async function waitingTrade(page: Page, { client, accountId }: TradingClient): Promise<string> {
  await visit(page, '/accounts');
  await page.getByRole('switch', { name: 'Allow trading', exact: true }).check();
  await expect(page.getByText('Trading is allowed')).toBeVisible();
  const order = { symbol: 'AAPL', side: 'buy', quantity: '5', type: 'limit', limit_price: '100.00', time_in_force: 'gtc' };
  const proposed = await client.call('create_order', { account_id: accountId, ...order });
  const confirmed = await client.call('confirm_trade', { confirmation_id: proposed.structured.confirmation_id });
  await client.close();
  return `/approvals/${String(confirmed.structured.approval_id)}`;
}

/** An access token, and a platform with a user and a mint. */
async function makeTokens(page: Page): Promise<void> {
  const made = async (path: string, data: object, headers: Record<string, string> = {}) => {
    const answer = await page.request.post(path, { data, headers });
    expect(answer.ok(), path).toBe(true);
    return answer.json();
  };
  await visit(page, '/access-tokens/new');
  await page.getByLabel('Name', { exact: true }).fill('Desk robot');
  await page.getByRole('button', { name: 'Create access token', exact: true }).click();
  await page.getByRole('checkbox', { name: 'I have saved it' }).check();
  const platform = await made('/api/platforms', { name: 'A platform with a name that goes on for a while' });
  const user = await made(`/api/platforms/${platform.clientId}/users`, { name: 'Ada' });
  const headers = { 'client-id': platform.clientId, 'client-secret': platform.clientSecret };
  await made('/auth/tokens/user', { scopes: ['read', 'trade'] }, { ...headers, 'user-id': user.userId, 'user-secret': user.userSecret });
}

async function open(browser: Browser, look: (typeof LOOKS)[number], isPublic: boolean, baseURL: string | undefined): Promise<Page> {
  const { viewport, reducedMotion, themes } = look;
  const state = isPublic ? {} : { storageState: signedIn };
  const context = await browser.newContext({ baseURL, viewport, reducedMotion, colorScheme: themes[0], ...state });
  await context.addInitScript(() => {
    window.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!('value' in entry && 'hadRecentInput' in entry)) continue;
        if (!entry.hadRecentInput) window.layoutShift += Number(entry.value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return context.newPage();
}

for (const look of LOOKS) {
  test(`every screen is accessible, calm and fits: ${look.name}`, async ({ browser, baseURL }) => {
    test.setTimeout(180_000);
    for (const isPublic of [true, false]) {
      const page = await open(browser, look, isPublic, baseURL);
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on(
        'console',
        (message) => message.type() === 'error' && !message.text().includes('status of 40') && errors.push(message.text()),
      );
      for (const screen of screens.filter((one) => (one.isPublic ?? false) === isPublic)) {
        const answer = await page.goto(screen.path, { waitUntil: 'networkidle' });
        expect(answer?.status(), screen.name).toBe(screen.status ?? 200);
        expect(await violationsOf(page), screen.name).toEqual([]);
        const measured = await page.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          shift: window.layoutShift,
        }));
        expect(measured.overflow, `${screen.name} scrolls sideways`).toBeLessThanOrEqual(0);
        expect(measured.shift, `${screen.name} shifts`).toBeLessThan(0.01);
        for (const colorScheme of look.themes.slice(1)) {
          await page.emulateMedia({ colorScheme }); // between the themes only colors differ
          await toRest(page);
          expect(await violationsOf(page, ['color-contrast']), `${screen.name}, ${colorScheme}`).toEqual([]);
          await page.emulateMedia({ colorScheme: look.themes[0] });
        }
      }
      expect(errors).toEqual([]);
      await page.context().close();
    }
  });
}
