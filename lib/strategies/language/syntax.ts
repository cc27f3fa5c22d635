// The strategy language (docs/strategies.md): its syntax tree, its limits and what the checker says. Total by construction: no loops, no
// recursion, no access to anything but prices and the strategy's own position; the work per bar is bounded by the size of the text.

/** Both count from 1; columns in UTF-16 units. */
export type Place = Readonly<{ line: number; column: number }>;

export type Severity = 'error' | 'warning';
/** What is wrong where, in a sentence a model or a person can act on. It repeats names of the text, never longer pieces of it. */
export type Diagnostic = Place & Readonly<{ message: string; severity: Severity }>;

export const LIMITS = {
  sourceBytes: 256 * 1024,
  diagnostics: 50,
  depth: 40,
  nodes: 2_000,
  parameters: 30,
  series: 60,
  rules: 30,
  calls: 100,
  nameLength: 40,
  titleLength: 80,
  /** Of one indicator, in bars. */
  length: 250,
  /** Bars that must lie behind the first decision. */
  lookback: 1_500,
  buys: 20,
} as const;

export const INTERVALS = ['1m', '5m', '15m', '1h', '1d'] as const;
export type Interval = (typeof INTERVALS)[number];

export const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const;
export type BinaryOperator = '+' | '-' | '*' | '/' | (typeof COMPARISONS)[number] | 'and' | 'or';

type Node = Readonly<{ at: Place }>;

export type Expression =
  | (Node & Readonly<{ kind: 'number'; text: string }>)
  | (Node & Readonly<{ kind: 'name'; name: string }>)
  | (Node & Readonly<{ kind: 'negate' | 'not'; operand: Expression }>)
  | (Node & Readonly<{ kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }>)
  | (Node & Readonly<{ kind: 'call'; name: string; inputs: readonly Expression[] }>)
  /** `close[3]`: three bars ago. */
  | (Node & Readonly<{ kind: 'past'; operand: Expression; bars: number }>);

export type SizeUnit = 'shares' | 'dollars' | 'percent of equity' | 'percent of cash' | 'percent of position';
export type Size = Readonly<{ amount: Expression; unit: SizeUnit }>;

export type Action = Node & (Readonly<{ kind: 'buy' | 'sell'; size: Size }> | Readonly<{ kind: 'exit' }>);

export type Statement = Node &
  (
    | Readonly<{ kind: 'strategy'; title: string }>
    | Readonly<{ kind: 'symbol'; symbol: string }>
    | Readonly<{ kind: 'interval'; interval: string }>
    | Readonly<{ kind: 'param'; name: string; value: string }>
    | Readonly<{ kind: 'let'; name: string; value: Expression }>
    | Readonly<{ kind: 'when'; condition: Expression; action: Action }>
    | Readonly<{ kind: 'stop_loss' | 'take_profit'; percent: Expression }>
    | Readonly<{ kind: 'max_buys'; count: number }>
  );

export type Tree = readonly Statement[];

export const STATEMENT_WORDS = ['strategy', 'symbol', 'interval', 'param', 'let', 'when', 'stop_loss', 'take_profit', 'max_buys'] as const;
export const OTHER_WORDS = ['and', 'or', 'not', 'buy', 'sell', 'exit', 'shares', 'dollars', 'of', 'equity', 'cash'] as const;

/** Prices of the bar. */
export const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const;
/** What the strategy holds itself. */
export const HOLDINGS = ['position', 'entry_price', 'bars_held'] as const;

/** A text that is no strategy. */
export class SyntaxProblem extends Error {
  override name = 'SyntaxProblem';
  constructor(
    message: string,
    readonly at: Place,
  ) {
    super(message);
  }
}
