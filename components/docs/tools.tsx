import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Doc, DocTool } from './doc';

const FAMILIES: Readonly<Record<string, string>> = {
  connection: 'Connection',
  accounts: 'Accounts',
  market: 'Market data',
  trading: 'Trading',
  discovery: 'Discovery',
  strategies: 'Strategies and alerts',
};

export const tools: Doc = {
  title: 'Tools',
  lead: 'What an AI client can call over MCP. It sees only those that its permissions reach.',
  Body: ({ tools: all }) => (
    <>
      {Object.entries(FAMILIES).map(([family, title]) => (
        <Family key={family} title={title} tools={all.filter((tool) => tool.family === family)} />
      ))}
      <h2>An order takes two steps</h2>
      <p>
        <code>create_order</code> stores exactly what would be sent and answers with a summary. Only <code>confirm_trade</code> sends it,
        once, within 120 seconds and after everything was judged anew. Above the value that the person set, it waits for them under{' '}
        <TextLink href={routes.approvals()}>Approvals</TextLink>; no AI client can approve.
      </p>
    </>
  ),
};

function Family({ title, tools: list }: { title: string; tools: readonly DocTool[] }) {
  return (
    <>
      <h2>{title}</h2>
      <dl className="divide-y border-y">
        {list.map(({ name, does, scopes }) => (
          <div key={name} className="gap-4 py-2 sm:flex">
            <dt className="w-56 shrink-0">
              <code>{name}</code>
            </dt>
            <dd className="min-w-0">
              {does} <span className="text-muted text-sm">{scopes.length > 0 ? scopes.join(' ') : 'any connection'}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
