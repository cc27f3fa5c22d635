import { LinkButton } from '@/components/ui/link-button';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { routes } from '@/lib/core/routes';

export type Pending = Readonly<{ requestId: string; clientName: string; destination: string; expiresAt: string }>;

/** Requests left open in this browser, until they expire. */
export function PendingConnections({ pending }: { pending: readonly Pending[] }) {
  if (pending.length === 0) return null;
  return (
    <Section title="Waiting for you" hint="Connections begun in this browser. Only here you can finish them.">
      <ul className="max-w-text divide-y">
        {pending.map(({ requestId, clientName, destination, expiresAt }) => (
          <li key={requestId} className="flex flex-wrap items-center justify-between gap-3 py-2.5">
            <span className="min-w-0 break-words">
              {clientName}
              <span className="block text-muted text-sm">
                Goes to {destination}, expires <RelativeTime at={expiresAt} />
              </span>
            </span>
            <LinkButton href={routes.consent(requestId)}>Finish connecting {clientName}</LinkButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}
