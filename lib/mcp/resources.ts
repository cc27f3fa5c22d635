// Resources: text a client can attach to the conversation.
import type { ReadResourceResult } from '@modelcontextprotocol/server';
import type { Ctx } from '@/lib/db/context';
import type { Principal } from '@/lib/grants/schema';
import { docsTemplate, listedDocs, readDoc } from './docs';
import { policySentences } from './policy';

const POLICY_URI = 'portal://policy';

export const listedResources = [
  {
    uri: POLICY_URI,
    name: 'policy',
    title: 'What this connection may do',
    description: 'The permissions and limits the user set for this connection.',
    mimeType: 'text/plain',
  },
  ...listedDocs,
];

export const listedTemplates = [docsTemplate];

/** Null when there is no such resource. */
export async function readResource(ctx: Ctx, principal: Principal, uri: string): Promise<ReadResourceResult | null> {
  const text = uri === POLICY_URI ? await policyText(ctx, principal) : readDoc(ctx, principal, uri);
  return text === null ? null : { contents: [{ uri, mimeType: 'text/plain', text }] };
}

async function policyText(ctx: Ctx, principal: Principal): Promise<string> {
  return [`${principal.clientName}, connected for ${principal.userEmail}:`, ...(await policySentences(ctx, principal))].join('\n');
}
