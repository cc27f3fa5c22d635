// The pages under /docs: their names in order, and what they are filled in with.
import type { ReactNode } from 'react';
import type { ScopeId } from '@/lib/grants/scopes';

export type DocTool = Readonly<{ name: string; does: string; family: string; scopes: readonly ScopeId[] }>;

/** What is true of this server. */
export type DocFacts = Readonly<{ brandName: string; appUrl: string; mcpUrl: string; tools: readonly DocTool[] }>;

export type Doc = Readonly<{
  title: string;
  /** One sentence that says what the page is for. */
  lead: string;
  Body: (facts: DocFacts) => ReactNode;
}>;
