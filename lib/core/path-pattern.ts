// Addresses with parts that vary: `/api/v1/accounts/{account_id}`, written as OpenAPI writes them.

const PART = /\{([a-z_]+)\}/g;
const LONGEST_PART = 200;

const compiled = new Map<string, RegExp>();

/** `{name}` stands for one non-empty segment; everything else for itself. */
function expression(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  const source = pattern.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(PART, '(?<$1>[^/]+)');
  const made = new RegExp(`^${source}$`);
  compiled.set(pattern, made);
  return made;
}

/** The parts of the address by name, percent-decoded; null when the address is another, or a part cannot be an id of ours. */
export function matchPath(pattern: string, pathname: string): Readonly<Record<string, string>> | null {
  const groups = expression(pattern).exec(pathname);
  if (!groups) return null;
  const parts: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups.groups ?? {})) {
    const text = decoded(value);
    if (text === null || text.length > LONGEST_PART || /\p{C}/u.test(text)) return null;
    parts[name] = text;
  }
  return parts;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
