import { z } from 'zod';
import { Session } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { TimeOut } from '@/lib/mcp/schema';

export const getMarketClock = defineTool({
  name: 'get_market_clock',
  family: 'market',
  title: 'Get market clock',
  description: 'Tells whether the market is open now, and when it opens and closes next.',
  input: z.strictObject({
    exchange: z
      .string()
      .trim()
      .min(1)
      .max(40)
      .optional()
      .describe('Like "NASDAQ"; without it the US exchanges, which keep the same hours.'),
  }),
  output: z.strictObject({
    exchange: z.string(),
    hours: z.enum(['always', 'exchange']).describe('always is a simulated exchange that never closes.'),
    is_open: z.boolean().describe('Whether the regular session is on.'),
    session: Session,
    next_open: TimeOut.nullable(),
    next_close: TimeOut.nullable(),
    as_of: TimeOut,
  }),
  scopes: ['market:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { exchange }) {
    const clock = await ctx.broker.getMarketClock(ctx, principal.userId, exchange);
    const { isOpen, session, nextOpen, nextClose, asOf } = clock;
    const next = isOpen ? nextClose && `, closes ${nextClose}` : nextOpen && `, opens ${nextOpen}`;
    return {
      output: {
        exchange: clock.exchange,
        hours: clock.hours,
        is_open: isOpen,
        session,
        next_open: nextOpen,
        next_close: nextClose,
        as_of: asOf,
      },
      summary: `${clock.exchange}: ${isOpen ? 'open' : 'not open'} (${session})${next ?? ''}.`,
    };
  },
});
