// From a syntax tree to a strategy that can run, or to what is wrong with it. Parameters may be set from outside; everything that depends on
// them is checked with the values they will have.
import { expectType, type Meaning, meaningOf, type Scope } from './check-expression';
import { constantOf } from './constants';
import { FUNCTIONS } from './functions';
import { Figure } from './number';
import {
  type Action,
  type Diagnostic,
  type Expression,
  HOLDINGS,
  INTERVALS,
  type Interval,
  LIMITS,
  OTHER_WORDS,
  type Place,
  PRICES,
  STATEMENT_WORDS,
  type Statement,
  type Tree,
} from './syntax';

/** `number` counts the rules of the text from 1. */
export type Rule = Readonly<{ number: number; condition: Expression; action: Action }>;

/** A checked strategy. */
export type Strategy = Readonly<{
  title: string | null;
  symbol: string | null;
  interval: Interval;
  parameters: ReadonlyMap<string, Figure>;
  /** In the order of the text; each may use those before it. */
  series: readonly Readonly<{ name: string; value: Expression; type: Meaning['type'] }>[];
  rules: readonly Rule[];
  /** Percent of the entry price. */
  stopLoss: Figure | null;
  takeProfit: Figure | null;
  maxBuys: number;
  /** Bars that must lie behind the first decision. */
  lookback: number;
}>;

export type Checked = Readonly<{ strategy: Strategy; diagnostics: readonly Diagnostic[] }>;

type Draft = {
  scope: Scope & { parameters: Map<string, Figure>; series: Map<string, Meaning> };
  defined: Map<string, Place>;
  strategy: { -readonly [Key in keyof Strategy]: Strategy[Key] } & { series: Strategy['series'][number][]; rules: Rule[] };
  warn: (at: Place, message: string) => void;
};

const TAKEN: ReadonlySet<string> = new Set([...STATEMENT_WORDS, ...OTHER_WORDS, ...PRICES, ...HOLDINGS, ...FUNCTIONS.keys()]);
const SYMBOL = /^[A-Z0-9.\-/]{1,32}$/;
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/u;

/** @param overrides values for parameters, as decimal text that was read already */
export function check(tree: Tree, overrides: ReadonlyMap<string, Figure> = new Map()): Checked {
  const diagnostics: Diagnostic[] = [];
  const add = (severity: Diagnostic['severity']) => (at: Place, message: string) => {
    if (diagnostics.length < LIMITS.diagnostics) diagnostics.push({ ...at, message, severity });
  };
  const parameters = new Map<string, Figure>();
  const series = new Map<string, Meaning>();
  const draft: Draft = {
    scope: { parameters, series, used: new Set(), calls: 0, complain: add('error') },
    defined: new Map(),
    strategy: {
      title: null,
      symbol: null,
      interval: '1d',
      parameters,
      series: [],
      rules: [],
      stopLoss: null,
      takeProfit: null,
      maxBuys: 1,
      lookback: 0,
    },
    warn: add('warning'),
  };
  for (const statement of tree) checkStatement(draft, statement, overrides);
  checkWhole(draft, overrides);
  return { strategy: draft.strategy, diagnostics };
}

function checkStatement(draft: Draft, statement: Statement, overrides: ReadonlyMap<string, Figure>): void {
  const { scope, strategy } = draft;
  const { at } = statement;
  switch (statement.kind) {
    case 'strategy':
      once(draft, 'strategy', at);
      if (statement.title.length > LIMITS.titleLength || UNSEEN.test(statement.title))
        scope.complain(at, `A title has at most ${LIMITS.titleLength} visible characters.`);
      strategy.title = statement.title;
      return;
    case 'symbol':
      once(draft, 'symbol', at);
      if (!SYMBOL.test(statement.symbol)) scope.complain(at, 'A symbol is written in capitals: AAPL or "BRK.B".');
      strategy.symbol = statement.symbol;
      return;
    case 'interval': {
      once(draft, 'interval', at);
      const interval = INTERVALS.find((known) => known === statement.interval);
      if (!interval) scope.complain(at, `An interval is one of ${INTERVALS.join(', ')}.`);
      strategy.interval = interval ?? '1d';
      return;
    }
    case 'param':
      define(draft, statement.name, at);
      scope.parameters.set(statement.name, overrides.get(statement.name) ?? new Figure(statement.value));
      return;
    case 'let':
      checkLet(draft, statement.name, statement.value, at);
      return;
    case 'when':
      checkRule(draft, { number: strategy.rules.length + 1, condition: statement.condition, action: statement.action });
      return;
    case 'stop_loss':
    case 'take_profit': {
      once(draft, statement.kind, at);
      const percent = percentOf(scope, statement.percent, statement.kind === 'stop_loss' ? 100 : 10_000);
      if (statement.kind === 'stop_loss') strategy.stopLoss = percent;
      else strategy.takeProfit = percent;
      return;
    }
    case 'max_buys':
      once(draft, 'max_buys', at);
      if (!Number.isInteger(statement.count) || statement.count < 1 || statement.count > LIMITS.buys)
        scope.complain(at, `max_buys is a whole number from 1 to ${LIMITS.buys}.`);
      strategy.maxBuys = statement.count;
  }
}

function once({ defined, scope }: Draft, statement: string, at: Place): void {
  const before = defined.get(`${statement} `);
  if (before) scope.complain(at, `${statement} stands in line ${before.line} already.`);
  else defined.set(`${statement} `, at);
}

function define({ defined, scope }: Draft, name: string, at: Place): void {
  const before = defined.get(name);
  if (TAKEN.has(name)) scope.complain(at, `${name} is a word of the language; choose another name.`);
  else if (before) scope.complain(at, `${name} is defined in line ${before.line} already.`);
  else defined.set(name, at);
}

function checkLet(draft: Draft, name: string, value: Expression, at: Place): void {
  const meaning = meaningOf(draft.scope, value); // before its own name is known: a definition cannot use itself
  define(draft, name, at);
  draft.scope.series.set(name, meaning);
  draft.strategy.series.push({ name, value, type: meaning.type });
}

function checkRule({ scope, strategy }: Draft, rule: Rule): void {
  const { lookback } = expectType(scope, rule.condition, 'condition');
  const { action } = rule;
  if (action.kind !== 'exit') {
    strategy.lookback = Math.max(strategy.lookback, expectType(scope, action.size.amount, 'number').lookback);
    if (action.kind === 'buy' && action.size.unit === 'percent of position')
      scope.complain(action.at, 'A buy is sized in shares, dollars, % of equity or % of cash.');
    if (action.kind === 'sell' && (action.size.unit === 'percent of cash' || action.size.unit === 'percent of equity')) {
      scope.complain(action.at, 'A sell is sized in shares, dollars or % of position.');
    }
  }
  strategy.lookback = Math.max(strategy.lookback, lookback);
  strategy.rules.push(rule);
}

function percentOf(scope: Scope, expression: Expression, most: number): Figure | null {
  expectType(scope, expression, 'number');
  const percent = constantOf(expression, scope.parameters);
  if (percent?.greaterThan(0) && percent.lessThan(most)) return percent;
  scope.complain(expression.at, `This is a percentage above 0 and below ${most}, written out or a parameter.`);
  return null;
}

const START: Place = { line: 1, column: 1 };

function checkWhole({ scope, strategy, defined, warn }: Draft, overrides: ReadonlyMap<string, Figure>): void {
  if (strategy.parameters.size > LIMITS.parameters) scope.complain(START, `A strategy can have at most ${LIMITS.parameters} parameters.`);
  if (strategy.series.length > LIMITS.series) scope.complain(START, `A strategy can have at most ${LIMITS.series} named series.`);
  if (strategy.rules.length > LIMITS.rules) scope.complain(START, `A strategy can have at most ${LIMITS.rules} rules.`);
  if (scope.calls > LIMITS.calls) scope.complain(START, `A strategy can call at most ${LIMITS.calls} functions.`);
  if (strategy.lookback > LIMITS.lookback) {
    scope.complain(START, `This looks back ${strategy.lookback} bars; at most ${LIMITS.lookback} are allowed.`);
  }
  for (const name of overrides.keys()) {
    if (!strategy.parameters.has(name)) scope.complain(START, 'A parameter was given that the strategy does not have.');
  }
  if (!strategy.rules.some(({ action }) => action.kind === 'buy'))
    scope.complain(START, 'The strategy never buys: add a rule such as when close > open: buy 10 shares.');
  const canSell = strategy.rules.some(({ action }) => action.kind !== 'buy') || strategy.stopLoss !== null || strategy.takeProfit !== null;
  if (!canSell) warn(START, 'The strategy never sells: add a rule with sell or exit, a stop_loss or a take_profit.');
  for (const [name, at] of defined) {
    if (!name.endsWith(' ') && !scope.used.has(name)) warn(at, `${name} is defined and never used.`);
  }
}
