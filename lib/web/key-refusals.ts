// Why a key was refused lately, with what is registered beside what was sent: for the signed-in owner's page only.
import { listRefusals } from '@/lib/audit/queries/refusals';
import { forwardingTargets } from '@/lib/clients/gateway-key';
import type { KeyDetails } from '@/lib/clients/key-schema';
import { explainDifference } from '@/lib/clients/redirect-difference';
import type { KeyRefusal } from '@/lib/clients/refusal-schema';
import type { Ctx } from '@/lib/db/context';

const SHOWN = 10;

export async function refusalsOfKey(ctx: Ctx, ownerId: string, key: KeyDetails): Promise<KeyRefusal[]> {
  const accepted = [...key.redirectUris, ...forwardingTargets(ctx, key)];
  const rows = await listRefusals(ctx, ownerId, key.clientId, SHOWN);
  return rows.map(({ id, detail, at }) => {
    const { reason, sent } = scalars(detail);
    const difference = sent === null ? null : explainDifference(sent, accepted);
    return {
      id,
      at: at.toISOString(),
      reason: reason ?? '',
      sent,
      registered: difference?.registered ?? null,
      difference: difference?.sentence ?? null,
    };
  });
}

function scalars(detail: unknown): { reason: string | null; sent: string | null } {
  const members: Record<string, unknown> = detail instanceof Object ? { ...detail } : {};
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return { reason: text(members.reason), sent: text(members.sent) };
}
