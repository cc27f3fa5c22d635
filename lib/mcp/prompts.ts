// Prompts a person can pick in their client.
import type { GetPromptResult } from '@modelcontextprotocol/server';

type Prompt = Readonly<{ listed: Readonly<{ name: string; title: string; description: string }>; text: string }>;

const PROMPTS: readonly Prompt[] = [
  {
    listed: {
      name: 'verify_connection',
      title: 'Verify connection',
      description: 'Checks who is connected, what the connection may do and which accounts are shared.',
    },
    text:
      'Check my brokerage connection: call get_connection_status, then list_accounts if it is listed. Tell me in a few lines who is connected, ' +
      'which accounts are shared and whether they are live or paper, what you may do, and which limits apply. Change nothing.',
  },
];

export const listedPrompts = PROMPTS.map(({ listed }) => listed);

/** Null when there is no such prompt. */
export function findPrompt(name: string): GetPromptResult | null {
  const prompt = PROMPTS.find(({ listed }) => listed.name === name);
  return prompt
    ? { description: prompt.listed.description, messages: [{ role: 'user', content: { type: 'text', text: prompt.text } }] }
    : null;
}
