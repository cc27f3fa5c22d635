import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Doc } from './doc';

export const faq: Doc = {
  title: 'Questions',
  lead: 'Short answers to what people ask before they connect anything.',
  Body: () => (
    <>
      <h2>Can an AI client trade without me?</h2>
      <p>
        Only where you allowed it three times: the permission on the consent page, “Allow trading” for the account, and limits that leave
        room. Set “Ask me above” to 0 and every single order waits for you.
      </p>
      <h2>Can it withdraw money?</h2>
      <p>No. There is no tool that moves money out of an account.</p>
      <h2>Do I need a key?</h2>
      <p>
        Many clients register themselves and need only the address. With a key you set the most it can ever be allowed beforehand, and stop
        everything that uses it at once.
      </p>
      <h2>What does the vendor of the AI client see?</h2>
      <p>
        Whatever the client reads with what you allowed, it reads as you asked it to: from there on the vendor’s terms count. Untick
        accounts and permissions that it does not need.
      </p>
      <h2>I connected the wrong accounts.</h2>
      <p>
        Open it under <TextLink href={routes.aiClients()}>AI Clients</TextLink>, untick them and press “Take away”. It counts for its next
        request.
      </p>
      <h2>How do I end it?</h2>
      <p>“Revoke” under AI Clients. Signing out of the AI client, or deleting it, does not end what you allowed; revoking does.</p>
      <h2>Is the paper account real money?</h2>
      <p>No. Cash, positions and prices are simulated, and it is marked as paper wherever it is shown.</p>
    </>
  ),
};
