import { Badge } from '@/components/ui/badge';
import { BUNDLES, SCOPES } from '@/lib/grants/scopes';
import type { Doc } from './doc';

export const scopes: Doc = {
  title: 'Permissions',
  lead: 'What a client can be allowed, in words and as the scopes that developers ask for.',
  Body: () => (
    <>
      <dl className="divide-y border-y">
        {SCOPES.map(({ id, sentence, detail, risk }) => (
          <div key={id} className="py-3">
            <dt className="flex flex-wrap items-baseline gap-x-3">
              <code>{id}</code> {risk === 'trade' && <Badge tone="money">Can move money</Badge>}
            </dt>
            <dd className="mt-1">
              {sentence}. <span className="text-muted">{detail}</span>
            </dd>
          </div>
        ))}
      </dl>
      <h2>Short names</h2>
      <ul>
        {Object.entries(BUNDLES).map(([name, ids]) => (
          <li key={name}>
            <code>{name}</code> means {ids.join(', ')}.
          </li>
        ))}
      </ul>
      <p>
        <code>offline_access</code> may be asked for; every client gets a refresh token anyway.
      </p>
      <h2>Who decides</h2>
      <ul>
        <li>A client that asks for nothing in particular is offered the permissions that read.</li>
        <li>A key sets the most that can be allowed with it. What is beyond is left out of the request.</li>
        <li>On the consent page the person can allow less. Later they narrow or widen it in place; it counts for the very next request.</li>
        <li>
          A tool that needs more answers 403 with <code>insufficient_scope</code> where the client can ask for it, so that the person is
          asked once, for that.
        </li>
      </ul>
    </>
  ),
};
