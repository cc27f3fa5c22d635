import type { AccessKeyKind } from '@/lib/access-tokens/schema';

type Words = Readonly<{ name: string; detail: string }>;

export const KIND_WORDS: Readonly<Record<AccessKeyKind, Words>> = {
  partner_key: { name: 'Partner API key', detail: 'For an AI client that sends a header of your choice to the MCP URL.' },
  personal_token: { name: 'Personal access token', detail: 'For your own scripts against the REST API. It reads; it cannot trade.' },
};
