import { Money } from '@/components/ui/money';
import type { CurrencyBalance } from '@/lib/brokerage/schema';

/** What an account has, a row of figures for each currency. */
export function Balances({ balances }: { balances: readonly CurrencyBalance[] }) {
  return balances.map(({ currency, equity, cash, buyingPower, dayPl, marginUsed }) => (
    <dl key={currency} className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-5">
      <Figure name="Equity" amount={equity} currency={currency} />
      <Figure name="Cash" amount={cash} currency={currency} />
      <Figure name="Buying power" amount={buyingPower} currency={currency} />
      <Figure name="Today" amount={dayPl} currency={currency} sign="always" />
      <Figure name="Margin used" amount={marginUsed} currency={currency} />
    </dl>
  ));
}

function Figure({ name, ...money }: { name: string; amount: string; currency: string; sign?: 'always' }) {
  return (
    <div>
      <dt className="text-muted text-sm">{name}</dt>
      <dd>
        <Money {...money} className="font-semibold" />
      </dd>
    </div>
  );
}
