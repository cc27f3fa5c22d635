import { Badge } from '@/components/ui/badge';
import type { Connection } from '@/lib/grants/portal-schema';

type MadeByProps = Pick<Connection, 'isOwnKey' | 'madeBy' | 'isVerified' | 'isKeyDisabled'>;

/** Who stands behind a client, and whether we know that. */
export function MadeBy({ isOwnKey, madeBy, isVerified, isKeyDisabled }: MadeByProps) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
      {isVerified && <Badge tone="verified">Verified</Badge>}
      {!isVerified && (isOwnKey ? 'Your own key' : `${madeBy === null ? 'Registered itself' : `Made by ${madeBy}`}, not verified`)}
      {isKeyDisabled && <Badge tone="stopped">Key disabled</Badge>}
    </span>
  );
}
