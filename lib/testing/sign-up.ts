// A signed-in person for tests: a real account made through the sign-up page.
import { Browser } from './browser';

export const TEST_PASSWORD = 'correct horse battery';

/** A browser that has just created the account and is signed in with it. */
export async function signedUpBrowser(origin: string, email: string): Promise<Browser> {
  const browser = new Browser(origin);
  await browser.post('/sign-up', new URLSearchParams({ email, password: TEST_PASSWORD }));
  if (browser.cookies.size === 0) throw new Error(`The account ${email} could not be created.`);
  return browser;
}

/** The Cookie header that the browser sends. */
export function cookieHeader({ cookies }: Browser): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}
