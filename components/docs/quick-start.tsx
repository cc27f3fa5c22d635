import { CopyField } from '@/components/ui/copy-field';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Doc } from './doc';

export const quickStart: Doc = {
  title: 'Quick start',
  lead: 'From an account to an AI client that reads your portfolio, in about five minutes.',
  Body: ({ mcpUrl }) => (
    <>
      <ol>
        <li>
          <TextLink href={routes.signUp()}>Create an account</TextLink>, or sign in.
        </li>
        <li>
          Open <TextLink href={routes.connect()}>Connect</TextLink> and choose your AI client. Its guide makes a key with one press and
          fills in every value.
        </li>
        <li>Paste the MCP URL, and the Client ID of the key where the client asks for one.</li>
        <li>The client opens a page of ours. It says who asks, for what, and where you go next. Press “Allow” or “Deny”.</li>
        <li>
          <TextLink href={routes.aiClients()}>AI Clients</TextLink> shows it from then on: what it may do, when it last did something, and
          the button that ends it with its very next request.
        </li>
      </ol>
      <CopyField label="MCP URL" value={mcpUrl} />
      <h2>A key of your own choice</h2>
      <p>
        Under <TextLink href={routes.keys()}>API</TextLink>, “Generate Key” asks for a name, the redirect URIs of the client, and the most
        it can ever be allowed. A key made with “Use gateway callback” works in every platform we know, with nothing but its Client ID.
      </p>
      <h2>Letting it trade</h2>
      <p>
        A new connection only reads, and every account has “Allow trading” switched off. To let a client trade, allow it{' '}
        <code>orders:trade</code>, set its limits, and switch trading on for the account under{' '}
        <TextLink href={routes.accounts()}>Accounts</TextLink>. Each order still takes a second step, and above the value you set it waits
        for you under <TextLink href={routes.approvals()}>Approvals</TextLink>.
      </p>
    </>
  ),
};
