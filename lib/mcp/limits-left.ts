// What is left of each limit on a connection, for get_connection_status.
import { z } from 'zod';
import type { Principal } from '@/lib/grants/schema';
import type { ToolCtx } from './define-tool';

export const LimitsLeftOut = z.strictObject({
  calls_this_minute: z
    .strictObject({ allowed: z.number().int(), left: z.number().int().min(0), window_s: z.number().int() })
    .nullable()
    .describe('Over all connections of this user; null while it cannot be counted.'),
});

export async function limitsLeft({ callsLeft }: ToolCtx, _principal: Principal): Promise<z.input<typeof LimitsLeftOut>> {
  return {
    calls_this_minute: callsLeft && { allowed: callsLeft.allowed, left: callsLeft.left, window_s: callsLeft.windowSeconds },
  };
}
