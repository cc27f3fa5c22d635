import { Snippet } from '@/components/ui/snippet';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Doc } from './doc';

export const embedding: Doc = {
  title: 'Embedding',
  lead: 'For products that bring their own users: make users, and get tokens of an hour for them, from your server.',
  Body: ({ appUrl }) => (
    <>
      <ol>
        <li>
          On the page <TextLink href={routes.platform()}>Platform</TextLink>, press “Create platform credentials”. The client secret is
          shown once.
        </li>
        <li>“Add user” for each of your users, there or over the REST API. Keep the user secret beside your own record of the user.</li>
        <li>When a user is active, get a token for them, from your server only:</li>
      </ol>
      <Snippet
        label="Request"
        text={`curl ${appUrl}${routes.mintUserToken()} \\
  -H 'client-id: …' -H 'client-secret: …' \\
  -H 'user-id: …' -H 'user-secret: …' \\
  -H 'content-type: application/json' \\
  -d '{"scopes":["read","trade"]}'`}
      />
      <Snippet label="Answer" text={'{"access_token":"eyJ…","token_type":"Bearer","expires_in":3600,"scope":"read trade"}'} />
      <p>
        The token is a JWT. Send it as a bearer to the MCP URL or to the REST API, whose{' '}
        <TextLink href={routes.openApi()}>OpenAPI document</TextLink> is made from the schemas that check it.
      </p>
      <h2>Webhooks</h2>
      <p>
        Your server can be told what happens to the users it made: access that was given or ended, orders that were filled, trades that
        wait. Messages follow Standard Webhooks and are signed; the signing secret is shown once.
      </p>
      <h2>Ending things</h2>
      <p>Disabling a user or the platform ends its tokens with their next request. A secret can be rotated at any time.</p>
    </>
  ),
};
