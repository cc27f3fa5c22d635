import { z } from 'zod';
import { BrokerError } from '@/lib/brokerage/port';
import type { Account } from '@/lib/brokerage/schema';
import type { Principal } from '@/lib/grants/schema';
import { BackendOut, backendHealth } from '@/lib/mcp/backend-health';
import { defineTool, READS_HERE, type ToolCtx } from '@/lib/mcp/define-tool';
import { grantedAccounts } from '@/lib/mcp/granted-accounts';
import { LimitsLeftOut, limitsLeft } from '@/lib/mcp/limits-left';
import { policySentences } from '@/lib/mcp/policy';
import { EnvironmentsOut, environmentsOf, TimeOut } from '@/lib/mcp/schema';

const Status = z.strictObject({
  user_display_name: z.string(),
  client_name: z.string(),
  status: z.enum(['active', 'paused']),
  scopes: z.array(z.string()),
  accounts_count: z.number().int().min(0),
  environment: EnvironmentsOut.describe(
    'live is real money, paper is simulated; null when no account is shared or the broker does not answer.',
  ),
  policy_summary: z.string(),
  limits_left_today: LimitsLeftOut,
  backend: BackendOut,
  token_expires_at: TimeOut,
  server_time: TimeOut,
  as_of: TimeOut,
});

/** Null when the broker does not answer: the rest of the status is worth telling all the same. */
async function accountsIfOnline(ctx: ToolCtx, principal: Principal): Promise<readonly Account[] | null> {
  try {
    return await grantedAccounts(ctx, principal);
  } catch (thrown) {
    if (thrown instanceof BrokerError && thrown.code === 'broker_unavailable') return null;
    throw thrown;
  }
}

export const getConnectionStatus = defineTool({
  name: 'get_connection_status',
  family: 'connection',
  title: 'Get connection status',
  description: 'Tells who is connected, what this connection may do, which limits are left, and whether everything is running.',
  input: z.strictObject({}),
  output: Status,
  scopes: [],
  annotations: READS_HERE,
  worksWhilePaused: true,
  async run(ctx, principal) {
    const [accounts, sentences, left] = await Promise.all([
      accountsIfOnline(ctx, principal),
      policySentences(ctx, principal),
      limitsLeft(ctx, principal),
    ]);
    const backend = backendHealth(ctx, accounts !== null);
    const now = ctx.now().toISOString();
    const count = accounts?.length ?? principal.accountIds.length;
    const environment = environmentsOf(accounts ?? []);
    const output: z.input<typeof Status> = {
      user_display_name: principal.userEmail,
      client_name: principal.clientName,
      status: principal.isPaused ? 'paused' : 'active',
      scopes: [...principal.scopes],
      accounts_count: count,
      environment,
      policy_summary: sentences.join(' '),
      limits_left_today: left,
      backend,
      token_expires_at: principal.tokenExpiresAt.toISOString(),
      server_time: now,
      as_of: now,
    };
    const label = environment === null ? '' : `, ${environment}`;
    const state = principal.isPaused ? 'Connected, but paused by the user' : 'Connected';
    return {
      output,
      summary: `${state}: ${principal.clientName} for ${principal.userEmail}, ${count} account${count === 1 ? '' : 's'}${label}.${backend.advice === null ? '' : ` ${backend.advice}`}`,
    };
  },
});
