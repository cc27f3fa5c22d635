// The language in a few lines, for the model that is to write it; docs/strategies.md says the same at length.

export const LANGUAGE_IN_BRIEF = `A .strategy file has one statement a line: strategy "Title", symbol AAPL, interval 1d (1m 5m 15m 1h 1d), param fast = 20, \
let quick = sma(close, fast), when CONDITION: ACTION, stop_loss 5%, take_profit 10%, max_buys 3; # begins a comment. \
Actions: buy SIZE, sell SIZE, exit (sells all). Sizes: 10 shares, 1000 dollars, 50% of equity, 50% of cash, 50% of position. \
Values: open high low close volume, position entry_price bars_held, numbers, names of param and let, x[3] (three bars ago). \
Operators: + - * / < <= > >= == != and or not. Functions: sma ema rsi stdev sum highest lowest change percent_change (values, length), \
atr(length), crosses_above crosses_below min max (a, b), abs(a). After each bar the first rule that is true and can be followed gives one order, \
filled at the next open; buys are long only and happen while fewer than max_buys (default 1) are open.`;

/** Compiles without a complaint; a test sees to it. */
export const EXAMPLE_STRATEGY = `strategy "Two averages"
symbol AAPL
interval 1d
param fast = 20
param slow = 50
let quick = sma(close, fast)
let calm = sma(close, slow)
when crosses_above(quick, calm): buy 90% of equity
when crosses_below(quick, calm): exit
stop_loss 8%
`;
