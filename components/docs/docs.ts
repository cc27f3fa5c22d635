import type { Doc } from './doc';
import { embedding } from './embedding';
import { faq } from './faq';
import { oauth2 } from './oauth2';
import { quickStart } from './quick-start';
import { scopes } from './scopes';
import { security } from './security';
import { tools } from './tools';
import { troubleshooting } from './troubleshooting';

/** By the end of their address, in reading order. */
export const DOCS: Readonly<Record<string, Doc>> = {
  'quick-start': quickStart,
  oauth2,
  scopes,
  tools,
  troubleshooting,
  security,
  embedding,
  faq,
};

export const findDoc = (slug: string): Doc | null => (Object.hasOwn(DOCS, slug) ? (DOCS[slug] ?? null) : null);
