// What people read at the fixed callback: that they go on to the platform, or why they do not.
import { Heading, Stack } from '@/components/standalone/document';
import { Problem } from '@/components/standalone/problem';
import { ButtonLink } from '@/components/standalone/submit-button';
import { routes } from '@/lib/core/routes';
import type { CallbackProblem } from '@/lib/gateway/schema';

/** The body of the redirect, for a browser that does not follow it. */
export function ForwardPage({ host, href }: { host: string; href: string }) {
  return (
    <Stack>
      <Heading title="Connected">{`You allowed it. Now you go on to ${host}, which finishes the connection.`}</Heading>
      <ButtonLink variant="accent" href={href}>
        Continue
      </ButtonLink>
    </Stack>
  );
}

const AGAIN = 'Start the connection again from the AI app.';

const WORDS: Record<CallbackProblem, { title: string; text: string }> = {
  nothing_sent: {
    title: 'Nothing to do here',
    text: 'This is the address that AI apps come back through. To connect one, open its settings and use the Client ID of your key.',
  },
  denied: { title: 'Not connected', text: `You pressed Deny, so nothing was allowed. Changed your mind? ${AGAIN}` },
  refused: {
    title: 'Not connected',
    text: `The request of the app was not accepted, so nothing was allowed. ${AGAIN} If it stays, the key’s page says what was wrong.`,
  },
  no_destination: {
    title: 'The app did not say where to go on',
    text: 'You allowed it, but the app sent this address instead of its own, so there is nowhere to forward you to and nothing was connected. In the app, leave the redirect URI as the app sets it, and start again. If the app shows a callback URL, paste it on the key’s page under “Platform callbacks”.',
  },
  code_unknown: { title: 'This link is not valid', text: `It was not made here, or it was changed on the way. ${AGAIN}` },
  code_used: {
    title: 'This link was used already',
    text: `It works once, and it forwarded you before. If the app is not connected: ${AGAIN}`,
  },
  code_expired: { title: 'This link has expired', text: `It works for a minute. ${AGAIN}` },
  other_browser: {
    title: 'This began in another browser',
    text: `To protect you, only the browser that began can finish, so nobody can send you a link that connects their app to your account. ${AGAIN}`,
  },
};

export function CallbackProblemPage({ problem }: { problem: CallbackProblem }) {
  const { title, text } = WORDS[problem];
  return (
    <Problem title={title} action={{ label: 'Open your keys', href: routes.keys() }}>
      {text}
    </Problem>
  );
}
