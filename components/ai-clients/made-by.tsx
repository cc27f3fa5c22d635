import { Badge } from '@/components/ui/badge';
import type { Connection } from '@/lib/grants/portal-schema';

type MadeByProps = Pick<Connection, 'isOwnKey' | 'madeBy' | 'isVerified' | 'isKeyDisabled' | 'clientKind' | 'publisherHost'>;

const OWN_WORDS: Readonly<Record<string, string>> = {
  partner_key: 'Your own partner API key',
  personal_token: 'Your own access token',
};

/** Who stands behind a client, and whether we know that. */
export function MadeBy(props: MadeByProps) {
  const { isOwnKey, isVerified, isKeyDisabled, clientKind } = props;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
      {isVerified && <Badge tone="verified">Verified</Badge>}
      {isOwnKey ? (OWN_WORDS[clientKind] ?? 'Your own key') : `${originWords(props)}${isVerified ? '' : ', not verified'}`}
      {isKeyDisabled && <Badge tone="stopped">Key disabled</Badge>}
    </span>
  );
}

/** How the client became known here. */
function originWords({ madeBy, clientKind, publisherHost }: MadeByProps): string {
  if (publisherHost !== null) return `Published by ${publisherHost}`;
  if (clientKind === 'dynamic') return 'Registered itself';
  return madeBy === null ? 'Key' : `Made by ${madeBy}`;
}
