'use client';
import { Check, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useWatchedConnections } from '@/components/ai-clients/use-ai-clients';
import { refusalInWords } from '@/components/keys/refusal-words';
import { useRefusals } from '@/components/keys/use-keys';
import { cn } from '@/components/ui/cn';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Connection } from '@/lib/grants/portal-schema';
import { arrivalOf } from './arrival';

const PATIENCE_MS = 90_000;

type LiveStatusProps = {
  name: string;
  /** The key it connects with; null when it comes without one. */
  clientId: string | null;
  connections: Connection[];
  /** When the page was made: what happens from then on counts. */
  since: string;
};

/** What the server sees of the client while its person follows the guide; says what went wrong where something did. */
export function LiveStatus({ name, clientId, connections: initial, since }: LiveStatusProps) {
  const [isOver, setOver] = useState(false);
  const { data: connections } = useWatchedConnections(initial, !isOver);
  const arrived = arrivalOf(connections, { clientId, since });
  const hasCalled = arrived !== null && arrived.lastUsedAt !== null;
  useEffect(() => setOver(hasCalled), [hasCalled]);
  return (
    <section aria-labelledby="live-status" className="rounded-lg border bg-surface p-5">
      <h2 id="live-status" className="font-semibold">
        {hasCalled ? `${name} is connected` : 'Live'}
      </h2>
      <div role="status">
        <ol className="mt-3 space-y-3">
          <Stage isDone={arrived !== null} isNext={arrived === null} done="You allowed it" next={`Waiting for ${name}`}>
            {arrived && <RelativeTime at={arrived.createdAt} />}
          </Stage>
          <Stage isDone={hasCalled} isNext={arrived !== null} done="It made its first call" next="Waiting for its first call">
            {arrived?.lastUsedAt && (
              <>
                last call <RelativeTime at={arrived.lastUsedAt} />
              </>
            )}
          </Stage>
        </ol>
      </div>
      {arrived && (
        <LinkButton href={routes.aiClient(arrived.id)} className="mt-4 w-full">
          See what it may do
        </LinkButton>
      )}
      {!hasCalled && <Trouble clientId={clientId} since={since} isAllowed={arrived !== null} />}
    </section>
  );
}

type StageProps = { isDone: boolean; isNext: boolean; done: string; next: string; children: ReactNode };

function Stage({ isDone, isNext, done, next, children }: StageProps) {
  return (
    <li className={cn('flex items-start gap-2.5', !isDone && !isNext && 'text-faint')}>
      <span
        aria-hidden="true"
        className={cn(
          'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full',
          isDone ? 'bg-accent text-on-accent' : 'border text-muted',
        )}
      >
        {isDone && <Check className="size-3" strokeWidth={3} />}
        {isNext && !isDone && <LoaderCircle className="size-3 animate-spin" />}
      </span>
      <span className="min-w-0">
        {isDone ? done : next} <span className="block text-muted text-sm">{children}</span>
      </span>
    </li>
  );
}

/** The newest refusal since the page was opened; after a while without any, what to look at. */
function Trouble({ clientId, since, isAllowed }: { clientId: string | null; since: string; isAllowed: boolean }) {
  const { data: refusals = [] } = useRefusals(clientId, !isAllowed);
  const isLate = useLate();
  const refusal = isAllowed ? undefined : refusals.find(({ at }) => at >= since);
  if (refusal && clientId !== null) {
    const { title, todo } = refusalInWords(refusal.reason);
    return (
      <Notice tone="danger" title={title} className="mt-4">
        {refusal.difference ?? todo} <TextLink href={routes.key(clientId)}>See the key</TextLink>
      </Notice>
    );
  }
  if (!isLate) return <p className="mt-4 text-muted text-sm">This page notices by itself. Leave it open.</p>;
  return (
    <Notice title="Nothing has arrived yet" className="mt-4">
      {isAllowed
        ? 'You allowed it, and it has not called. Ask it the first question below, or restart it.'
        : 'Check that the MCP URL in the client is exactly the one here, without a slash at its end, and that you started signing in there.'}
    </Notice>
  );
}

function useLate(): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
}
