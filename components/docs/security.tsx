import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Doc } from './doc';

export const security: Doc = {
  title: 'Security',
  lead: 'What protects your accounts from software that you allowed, and from software that you did not.',
  Body: () => (
    <>
      <h2>You decide, and take back</h2>
      <ul>
        <li>Nothing connects without the consent page. It names who asks, whether we could verify them, and the host you go to next.</li>
        <li>Revoking, pausing and narrowing count for the very next request, on every instance.</li>
        <li>
          “Stop all AI trading” holds from the moment it is pressed. It is on the page{' '}
          <TextLink href={routes.accounts()}>Accounts</TextLink>.
        </li>
        <li>Whatever lets a client do more asks for a fresh proof that it is you. Whatever lets it do less never asks.</li>
      </ul>
      <h2>Trading</h2>
      <ul>
        <li>Off for each account until you switch it on, and limited per connection: values, orders a day, symbols, kinds of orders.</li>
        <li>Two steps for each order. Above your threshold it waits for you in the portal; no AI client can approve.</li>
        <li>An order whose answer was lost is looked up and never sent again.</li>
      </ul>
      <h2>Secrets</h2>
      <ul>
        <li>Passwords, secrets, codes and tokens are stored as hashes. A client secret is shown once.</li>
        <li>Every code works once, every refresh token rotates, and a stolen old one ends the connection when it is used.</li>
        <li>No secret, code or token is ever written to a log.</li>
      </ul>
      <h2>What happened</h2>
      <p>
        <TextLink href={routes.activity()}>Activity</TextLink> lists every call and every change. Its entries are chained by hashes, so that
        a missing or changed one is noticed, and you can export them.
      </p>
      <h2>Text from strangers</h2>
      <p>
        Posts and messages of other people are marked as untrusted in what tools answer, so that an assistant does not take them for
        instructions. Limits and approvals hold even if it does.
      </p>
    </>
  ),
};
