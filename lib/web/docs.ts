// What the documentation says about this very server.
import type { Ctx } from '@/lib/db/context';
import { tools } from '@/lib/mcp/tools';
import { endpointsToPaste } from './keys';

/** What follows the first full stop is for models. */
const firstSentence = (text: string): string => /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;

export function docFacts(ctx: Ctx) {
  const { appUrl, mcpUrl } = endpointsToPaste(ctx);
  return {
    brandName: ctx.settings.brandName,
    appUrl,
    mcpUrl,
    tools: tools.map(({ name, listed, family, scopes }) => ({ name, does: firstSentence(listed.description ?? ''), family, scopes })),
  };
}
