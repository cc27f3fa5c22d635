// Which URLs may name a document that we fetch for a stranger (client ID metadata documents, draft §3; CM-1).

export const DOCUMENT_URL_LIMIT = 2048;

/**
 * The URL, when the text is https with a path and without user info, fragment or dot segments; else null.
 *
 * The text must be exactly what a URL parser makes of it. That refuses at once every spelling behind which two readers could see
 * different URLs: dot segments (`%2e%2e` too), `0x7f.1`, `2130706433`, capitals, tabs, back slashes, an empty port or user.
 */
export function readDocumentUrl(text: string): URL | null {
  if (text.length > DOCUMENT_URL_LIMIT || !text.startsWith('https://') || text.includes('#') || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.href === text && url.username === '' && url.password === '' && url.pathname !== '/';
  return isPlain ? url : null;
}

/** Host of a URL without the brackets of IPv6 and without a final dot: what DNS and TLS want. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}
