// biome-ignore-all lint/suspicious/noTemplateCurlyInString: text of source files
// Checks between an AI client's order and the broker: claims, approvals, limits, stops, the audit chain.
// Not among them: expiry and the budget inside the claiming statements. Each is checked once more before, so that alone neither is missed.
import { noticedBy } from './mutation';

const CLAIM = 'lib/trading/claim.ts';
const AUTHORITY = 'lib/trading/authority.ts';
const POLICY = 'lib/trading/policy.ts';
const APPROVALS = 'lib/trading/approvals.ts';
const CONFIRMATIONS = 'lib/trading/queries/confirmations.ts';
const DEFINE_TOOL = 'lib/mcp/define-tool.ts';
const CALL_TOOL = 'lib/mcp/call-tool.ts';

export const trading = [
  ...noticedBy('lib/trading/lost-answers.db.test.ts', [
    'trading 3',
    'a trade that was never sent is out of reach of its repeat',
    'lib/trading/recover.ts',
    'mayBeSent ? LONGEST_BACKOFF_BEFORE_SENDING_SECONDS : LONGEST_BACKOFF_SECONDS',
    'LONGEST_BACKOFF_SECONDS',
  ]),
  ...noticedBy('lib/mcp/endpoint.db.test.ts', [
    'abuse',
    'messages besides tool calls have no limit',
    'lib/mcp/endpoint.ts',
    'ctx.windows.count(key, MESSAGES, messages) ? null',
    'true ? null',
  ]),
  ...noticedBy(
    'lib/trading/two-step.db.test.ts',
    [
      'trading 2',
      'a plan changed in the database is sent',
      CLAIM,
      '  requireUnchanged(confirmation);\n  return inTransaction(ctx, async (tx) => {\n    const caller = callerOf(confirmation);\n    const rules = await requireConnection(tx, caller, confirmation.accountId);\n    const isByHoldings',
      '  return inTransaction(ctx, async (tx) => {\n    const caller = callerOf(confirmation);\n    const rules = await requireConnection(tx, caller, confirmation.accountId);\n    const isByHoldings',
    ],
    [
      'trading 2',
      'any connection of the person confirms',
      CONFIRMATIONS,
      'export async function findConfirmation({ db }: Database, grantId: string, id: string): Promise<Confirmation | null> {\n  const row = await db.tradeConfirmation.findFirst({ where: { id, grantId }',
      'export async function findConfirmation({ db }: Database, _grantId: string, id: string): Promise<Confirmation | null> {\n  const row = await db.tradeConfirmation.findFirst({ where: { id }',
    ],
    ['trading 3', 'it is claimed again and again', CONFIRMATIONS, 'where: { AND: [{ id }, from] }', 'where: { id }'],
    [
      'trading 4',
      'a price beyond the collar is sent',
      CLAIM,
      'return hasMoved(confirmation, gathered) ? whenMoved(gathered) : claim(',
      'return claim(',
    ],
    ['trading 4', 'a paused connection confirms', AUTHORITY, 'if (authority.isPaused) {', 'if (false) {'],
    ['trading 4', 'a revoked connection confirms', AUTHORITY, '!isClientGone && !isRevoked && !isEnded', '!isClientGone && !isEnded'],
    [
      'trading 4',
      'a stop does not reach the confirmation',
      AUTHORITY,
      '  await requireNoStop(ctx, userId);\n  await requireTradingAccount',
      '  await requireTradingAccount',
    ],
    ['trading 4', '“Allow trading” is asked at the proposal only', AUTHORITY, 'if (!account.tradingEnabled) {', 'if (false) {'],
  ),
  ...noticedBy(
    'lib/trading/policy.test.ts',
    ['policy', 'no most value of an order', POLICY, 'value.gt(rules.maxOrderValue)', 'false'],
    ['policy', 'no most value of a day', POLICY, 'after.gt(maxDailyValue)', 'false'],
    ['policy', 'short sales pass', POLICY, "if (side === 'buy' || circumstances.rules.trade.allowShort) return;", 'return;'],
    ['policy', 'denied symbols pass', POLICY, 'if (trade.symbolsDeny.some(names)) {', 'if (false) {'],
    ['policy', 'extended hours pass', POLICY, "if (extendedHours && trade.session === 'regular') {", 'if (false) {'],
  ),
  ...noticedBy(
    'lib/trading/approvals.db.test.ts',
    [
      'trading 7',
      'nobody is asked',
      CLAIM,
      "if (from === 'proposed' && (judgement.isApprovalNeeded || wasAbove(confirmation, rules)))",
      'if (false)',
    ],
    ['trading 7', 'a falling price takes the question away', CLAIM, ' || wasAbove(confirmation, rules)', ''],
    ['trading 7', 'an old sign-in approves', APPROVALS, '  await requireRecentSignIn(ctx, user);\n', ''],
  ),
  ...noticedBy(
    'lib/mcp/matrix.db.test.ts',
    ['matrix', 'scopes are not asked', CALL_TOOL, '    requireScopes(ctx, principal, tool);\n', ''],
    ['matrix', 'hidden families are called', CALL_TOOL, '    requireVisible(ctx, principal, tool);\n', ''],
    ['matrix', 'paused connections go on', CALL_TOOL, '    requireActive(ctx, principal, tool);\n', ''],
  ),
  ...noticedBy('lib/mcp/calls.db.test.ts', [
    'hostile input',
    'characters that no database holds reach it',
    DEFINE_TOOL,
    '      requireStorable(parsed.data);\n',
    '',
  ]),
];
