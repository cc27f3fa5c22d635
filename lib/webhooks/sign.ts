// Signatures after Standard Webhooks: HMAC-SHA-256 over "id.timestamp.body", so that a receiver knows who sent it, that nothing was
// changed, and how old it is.
import { createHmac } from 'node:crypto';
import type { Core } from '@/lib/core/context';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newWebhookSecret({ random }: Pick<Core, 'random'>): string {
  return PREFIX + Buffer.from(random(SECRET_BYTES)).toString('base64');
}

export type Message = Readonly<{ id: string; body: string; at: Date }>;

/** The headers of one attempt. @param secrets whichever of them the receiver has, one signature fits */
export function signatureHeaders({ id, body, at }: Message, secrets: readonly string[]): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
