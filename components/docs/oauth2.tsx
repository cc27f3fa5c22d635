import { routes } from '@/lib/core/routes';
import type { Doc } from './doc';
import { Endpoints } from './endpoints';

export const oauth2: Doc = {
  title: 'OAuth 2.1',
  lead: 'What a client has to know to connect. A client that follows the MCP specification finds all of it by itself.',
  Body: ({ appUrl }) => (
    <>
      <Endpoints
        rows={[
          ['Issuer', appUrl],
          ['Authorization', appUrl + routes.authorize()],
          ['Token', appUrl + routes.token()],
          ['Revocation', appUrl + routes.revoke()],
          ['Introspection', appUrl + routes.introspect()],
          ['Registration', appUrl + routes.register()],
          ['Server metadata', appUrl + routes.authorizationServerMetadata()],
          ['Resource metadata', `${appUrl + routes.protectedResourceMetadata()}/mcp`],
        ]}
      />
      <h2>The flow</h2>
      <ul>
        <li>
          Authorization code with PKCE. <code>S256</code> is the only method, and every client needs it, a confidential one too.
        </li>
        <li>Codes work for 60 seconds and once. A second use ends what the first one opened.</li>
        <li>
          The answer carries <code>state</code> and <code>iss</code>.
        </li>
        <li>
          Access tokens last one hour. Refresh tokens rotate, and last 30 days from their last use. The one before works for two more
          minutes, for clients that refresh in parallel; its use after that ends the connection.
        </li>
        <li>
          Clients authenticate with <code>client_secret_basic</code>, <code>client_secret_post</code> or, public ones, with{' '}
          <code>none</code>.
        </li>
      </ul>
      <h2>Who a client is</h2>
      <ul>
        <li>
          <strong>A key:</strong> made under API; its Client ID starts with <code>key_</code>.
        </li>
        <li>
          <strong>A metadata document:</strong> its Client ID is an https address that describes it.
        </li>
        <li>
          <strong>Registration:</strong> it registers itself (RFC 7591). Which of the three are on is up to whoever runs this server; its
          metadata says so.
        </li>
      </ul>
      <h2>Redirect URIs</h2>
      <p>
        They are compared as strings, exactly. The one exception is the port of <code>http</code> addresses on <code>127.0.0.1</code>,{' '}
        <code>[::1]</code> and <code>localhost</code>; these three are different hosts. Until client and redirect URI are accepted, an error
        is shown as a page and nobody is sent anywhere.
      </p>
      <h2>Two resources</h2>
      <p>
        A token is for <code>{appUrl}/mcp</code>, the default, or for <code>{appUrl}/api/v1</code> (RFC 8707). One is refused at the other.
        Without a token the answer is 401, and its <code>WWW-Authenticate</code> names the resource metadata.
      </p>
    </>
  ),
};
