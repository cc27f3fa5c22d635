// Why an authorization cannot go on, told to the person in front of it. Nothing was sent to the app, and nothing it sent is a link here.
import { Heading, Mono, Stack } from '@/components/standalone/document';
import { Fact, Facts } from '@/components/standalone/identity';
import { Notice } from '@/components/standalone/notice';
import { ButtonLink } from '@/components/standalone/submit-button';
import { routes } from '@/lib/core/routes';
import type { Refusal } from '@/lib/oauth/schema';
import { EndsHere, MarkedAddress, splitAtDifference } from './marked-address';
import { type RefusalWords, selfMadeWords } from './refusal-words';

const FROM_THE_APP = 'Nothing was connected. Go back to the app and start again';

/** What each refusal says. `switchHref` leads to signing in as somebody else. */
function words(refusal: Refusal, brandName: string, switchHref: string): RefusalWords {
  switch (refusal.kind) {
    case 'client_id_missing':
      return {
        title: 'The app did not say who it is',
        text: `${FROM_THE_APP}; if it stays, check that a Client ID is set in its connection settings.`,
      };
    case 'client_unknown':
      return {
        title: 'This app is not known here',
        text: `${brandName} has no key with the Client ID that the app sent. Copy the Client ID again from the key’s page into the app’s connection settings, or generate a new key.`,
        action: { label: 'Open your keys', href: routes.keys() },
      };
    case 'client_deleted':
      return {
        title: 'This key was deleted',
        text: 'Whoever made the key deleted it, so nothing can connect with it any more. Generate a new key and put its Client ID into the app.',
        action: { label: 'Open your keys', href: routes.keys() },
      };
    case 'client_disabled':
      return {
        title: 'This key is switched off',
        text: 'Whoever made the key has disabled it. If it is yours, enable it on its page and start again from the app. If not, ask its owner.',
        action: { label: 'Open your keys', href: routes.keys() },
      };
    case 'redirect_uri_missing':
      return {
        title: 'The app did not say where to go back to',
        text: `${refusal.clientName ?? 'The app'} sent no redirect URI. ${FROM_THE_APP}; if it stays, set the redirect URI in the app’s connection settings.`,
      };
    case 'parameter_repeated':
      return {
        title: 'This link is not valid',
        text: `${refusal.clientName ?? 'The app'} sent its Client ID or redirect URI more than once. ${FROM_THE_APP}.`,
      };
    case 'redirect_uri_mismatch':
      return {
        title: 'This app asks to send you to an address that is not its own',
        text: 'To protect you, nobody is sent to an address that the key does not list. Nothing was connected.',
      };
    case 'request_unknown':
      return { title: 'This request does not exist', text: `It may have ended. ${FROM_THE_APP}.` };
    case 'request_expired':
      return { title: 'This request has expired', text: `A request waits for 10 minutes. ${FROM_THE_APP}.` };
    case 'request_answered':
      return {
        title: 'This request was answered already',
        text: 'It counts once, and your answer stands. To connect again, go back to the app and start there.',
        action: { label: 'See your AI clients', href: routes.aiClients() },
      };
    case 'other_browser':
      return {
        title: 'This request began in another browser',
        text: `To protect you, only the browser that began can finish, so nobody can send you a link that connects their app to your account. ${FROM_THE_APP}, in this browser.`,
      };
    case 'owner_only':
      return {
        title: 'This key is for its owner only',
        text: `Whoever made the key for ${refusal.clientName} ticked “Only me”, so nobody else can connect with it. If it is yours, switch to that account.`,
        action: { label: 'Switch account', href: switchHref },
      };
    case 'form_outdated':
      return {
        title: 'Nothing was done',
        text: 'The form was opened for another account or browser. Look at the request again before you decide.',
        action: { label: 'Look at the request', href: routes.consent(refusal.requestId) },
      };
    default:
      return selfMadeWords(refusal);
  }
}

type RefusalPageProps = {
  refusal: Refusal;
  brandName: string;
  switchHref: string;
  /** The signed-in person generated the key: only they see what is registered. */
  isOwner: boolean;
};

export function RefusalPage({ refusal, brandName, switchHref, isOwner }: RefusalPageProps) {
  const { title, text, action } = words(refusal, brandName, switchHref);
  return (
    <Stack>
      <Heading title={title}>{text}</Heading>
      {refusal.kind === 'redirect_uri_mismatch' && <Mismatch refusal={refusal} isOwner={isOwner} />}
      {action && <ButtonLink href={action.href}>{action.label}</ButtonLink>}
    </Stack>
  );
}

function Mismatch({ refusal, isOwner }: { refusal: Extract<Refusal, { kind: 'redirect_uri_mismatch' }>; isOwner: boolean }) {
  const parts = isOwner && refusal.registered !== '' ? splitAtDifference(shortened(refusal.sent), refusal.registered) : null;
  return (
    <>
      <Notice tone="warning">{refusal.difference.sentence}</Notice>
      <Facts>
        <Fact term="The app sent">
          <Mono>{parts ? <MarkedAddress shared={parts.shared} rest={parts.sent} /> : shortened(refusal.sent)}</Mono>
          {parts && <EndsHere rest={parts.sent} />}
        </Fact>
        {parts && (
          <Fact term={refusal.isGateway ? 'Closest listed' : 'Your key has'}>
            <Mono>
              <MarkedAddress shared={parts.shared} rest={parts.registered} />
            </Mono>
            <EndsHere rest={parts.registered} />
          </Fact>
        )}
      </Facts>
      {isOwner ? (
        <Repair clientId={refusal.clientId} isGateway={refusal.isGateway} />
      ) : refusal.ownerId === null ? (
        <p className="pt-3 text-muted">
          The app named other addresses when it made itself known. Remove the connection in the app and add it again.
        </p>
      ) : (
        <p className="pt-3 text-muted">
          If this is your key, sign in and open this link again to see what to change. If not, tell its owner.
        </p>
      )}
    </>
  );
}

/** Where the owner sets it right: a gateway key lists platform callbacks, any other its own redirect URIs. */
function Repair({ clientId, isGateway }: { clientId: string; isGateway: boolean }) {
  if (!isGateway) return <ButtonLink href={routes.key(clientId)}>Edit the key’s redirect URIs</ButtonLink>;
  return (
    <>
      <p className="pt-3 text-muted">
        If the address is the platform’s own, add it under “Platform callbacks” on the key’s page, exactly as it was sent.
      </p>
      <ButtonLink href={routes.keyPlatformCallbacks(clientId)}>Add a platform callback</ButtonLink>
    </>
  );
}

function shortened(uri: string): string {
  return uri.length <= 300 ? uri : `${uri.slice(0, 300)}…`;
}
