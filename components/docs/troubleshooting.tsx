import { refusalInWords } from '@/components/keys/refusal-words';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Doc } from './doc';

/** What people run into most, in the words of the key page. */
const REASONS = [
  'redirect_uri_mismatch',
  'code_expired',
  'challenge_missing',
  'secret_missing',
  'secret_from_public_client',
  'scope_outside_key',
  'resource_foreign',
  'callback_other_browser',
  'grant_revoked',
];

export const troubleshooting: Doc = {
  title: 'Troubleshooting',
  lead: 'When a client does not connect, or stops working: what happened, and what to do.',
  Body: ({ mcpUrl }) => (
    <>
      <h2>Look here first</h2>
      <ul>
        <li>
          The page of the key under <TextLink href={routes.keys()}>API</TextLink> lists recent refusals: what was sent, what is registered,
          and where the two part.
        </li>
        <li>
          The guides under <TextLink href={routes.connect()}>Connect</TextLink> say live what arrives, and what was refused.
        </li>
        <li>
          <TextLink href={routes.activity()}>Activity</TextLink> has every call and every refusal.
        </li>
      </ul>
      <h2>The client finds nothing at the address</h2>
      <p>
        The MCP URL is exactly <code>{mcpUrl}</code>. Clients that call from the internet, such as Claude and ChatGPT, need a public https
        address; one on your own computer is out of their reach.
      </p>
      <h2>Connecting is refused</h2>
      <dl className="divide-y border-y">
        {REASONS.map((reason) => {
          const { title, todo } = refusalInWords(reason);
          return (
            <div key={reason} className="py-3">
              <dt className="font-medium">{title}</dt>
              <dd className="text-muted">{todo}</dd>
            </div>
          );
        })}
      </dl>
      <h2>It is connected, and a tool refuses</h2>
      <ul>
        <li>
          <code>trading_not_enabled</code>: switch “Allow trading” on for the account.
        </li>
        <li>
          <code>scope_missing</code>: the connection lacks a permission. Give it more on its page under AI Clients.
        </li>
        <li>
          <code>policy_limit</code>: a limit that you set. The answer says which.
        </li>
        <li>
          <code>grant_paused</code>, <code>kill_switch_on</code>: you paused the client, or stopped all AI trading.
        </li>
        <li>
          <code>rate_limited</code>: too many calls; it works again after the seconds that the answer names.
        </li>
      </ul>
    </>
  ),
};
