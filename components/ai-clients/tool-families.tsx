'use client';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toaster';
import type { Connection } from '@/lib/grants/portal-schema';
import type { ScopeId } from '@/lib/grants/scopes';
import { HIDEABLE_FAMILIES, type HideableFamily } from '@/lib/grants/tool-family-schema';
import { useHideFamilies } from './use-ai-clients';

const WORDS: Readonly<Record<HideableFamily, { label: string; detail: string; scopes: readonly ScopeId[] }>> = {
  accounts: { label: 'Accounts', detail: 'Balances, positions, orders, journal.', scopes: ['account:read'] },
  market: { label: 'Market data', detail: 'Quotes, price history, instruments, hours.', scopes: ['market:read'] },
  trading: { label: 'Trading', detail: 'Propose, confirm, change and cancel orders.', scopes: ['orders:trade'] },
  discovery: { label: 'Discovery', detail: 'Traders, statistics, events, messages.', scopes: ['research:read'] },
  strategies: {
    label: 'Strategies and alerts',
    detail: 'Files, backtests, deployments, alerts.',
    scopes: ['research:read', 'strategy:write', 'alerts:write'],
  },
};

/** Groups of tools that the client sees; one that is off leaves its list and refuses when it is called. */
export function ToolFamilies({ connection }: { connection: Connection }) {
  const hide = useHideFamilies(connection.id);
  const { scopes, hiddenFamilies } = connection;
  const offered = HIDEABLE_FAMILIES.filter((family) => WORDS[family].scopes.some((id) => scopes.includes(id)));
  const shown = new Set(hide.isPending ? HIDEABLE_FAMILIES.filter((one) => !hide.variables.includes(one)) : without(hiddenFamilies));
  const turn = (family: HideableFamily) => {
    const hidden = shown.has(family) ? [...hiddenFamilies, family] : hiddenFamilies.filter((one) => one !== family);
    hide.mutate(hidden, { onError: ({ message }) => toast.error(message) });
  };
  return (
    <div className="max-w-text divide-y">
      {offered.map((family) => (
        <Switch
          key={family}
          label={WORDS[family].label}
          detail={WORDS[family].detail}
          className="py-3"
          checked={shown.has(family)}
          disabled={hide.isPending}
          onChange={() => turn(family)}
        />
      ))}
    </div>
  );
}

function without(hidden: readonly HideableFamily[]): HideableFamily[] {
  return HIDEABLE_FAMILIES.filter((family) => !hidden.includes(family));
}
