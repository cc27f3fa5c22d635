import { z } from 'zod';
import { MOST_SYMBOLS_PER_CALL } from '@/lib/brokerage/port';
import type { Quote } from '@/lib/brokerage/schema';
import { defineTool, READS_BROKER } from '@/lib/mcp/define-tool';
import { CurrencyOut, DecimalOut, EnvironmentOut, SymbolIn, TimeOut } from '@/lib/mcp/schema';

const QuoteOut = z.strictObject({
  symbol: z.string(),
  environment: EnvironmentOut.describe('paper prices are simulated.'),
  currency: CurrencyOut,
  bid: DecimalOut,
  bid_size: DecimalOut,
  ask: DecimalOut,
  ask_size: DecimalOut,
  last: DecimalOut,
  time: TimeOut.describe('When these prices were made.'),
  delayed_s: z.number().int().min(0),
  session: z.enum(['pre_market', 'regular', 'after_hours', 'closed', 'halted']),
});

const toOutput = ({ bidSize, askSize, delayedSeconds, ...quote }: Quote): z.input<typeof QuoteOut> => ({
  ...quote,
  bid_size: bidSize,
  ask_size: askSize,
  delayed_s: delayedSeconds,
});

export const getQuotes = defineTool({
  name: 'get_quotes',
  family: 'market',
  title: 'Get quotes',
  description: 'Tells the current price of up to 50 symbols: bid, ask and last.',
  input: z.strictObject({ symbols: z.array(SymbolIn).min(1).max(MOST_SYMBOLS_PER_CALL).describe('Symbols like ["AAPL", "MSFT"].') }),
  output: z.strictObject({ quotes: z.array(QuoteOut), as_of: TimeOut }),
  scopes: ['market:read'],
  annotations: READS_BROKER,
  async run(ctx, principal, { symbols }) {
    const quotes = (await ctx.broker.getQuotes(ctx, principal.userId, symbols)).map(toOutput);
    const prices = quotes.slice(0, 5).map(({ symbol, last, currency }) => `${symbol} ${last} ${currency}`);
    const environment = [...new Set(quotes.map((quote) => quote.environment))].join(', ');
    return {
      output: { quotes, as_of: ctx.now().toISOString() },
      summary: `${prices.join(', ')}${quotes.length > 5 ? ' …' : ''} (${environment} prices).`,
    };
  },
});
