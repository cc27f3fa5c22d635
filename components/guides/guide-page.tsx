'use client';
import { useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { Snippet } from '@/components/ui/snippet';
import { Step, StepList } from '@/components/ui/steps';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Connection } from '@/lib/grants/portal-schema';
import type { GuideKey, GuideWay, WayKind } from '@/lib/guides/schema';
import { KeyStep } from './key-step';
import { LiveStatus } from './live-status';
import { ConfidenceNote, WaySteps } from './way-steps';

const WAYS: Record<WayKind, { tab: string; hint: string }> = {
  key: {
    tab: 'With a key',
    hint: 'The client gets the Client ID of a key of yours. The key sets the most this client can ever be allowed.',
  },
  address: { tab: 'Address only', hint: 'The client registers itself. You decide on the page where you allow it.' },
  token: { tab: 'Access token', hint: 'For a version that cannot sign in. A token is like a password: whoever has it can use it.' },
};

type GuidePageProps = {
  guide: { id: string; name: string; notes: readonly string[]; presetId: string | null; isOutOfReach: boolean };
  ways: readonly GuideWay[];
  keys: readonly GuideKey[];
  chosen: GuideKey | null;
  redirectUris: readonly string[];
  question: string;
  appUrl: string;
  connections: Connection[];
  openedAt: string;
};

/** How to connect one AI client, with every value filled in and what the server sees of it beside. */
export function GuidePage({ guide, ways, question, appUrl, openedAt, connections, ...key }: GuidePageProps) {
  const [kind, setKind] = useState<string>(ways[0]?.kind ?? 'token');
  const [since] = useState(openedAt); // a chosen key draws the page anew; what happened before still counts
  const clientId = kind === 'key' ? (key.chosen?.clientId ?? null) : null;
  return (
    <>
      <PageHeader title={`Connect ${guide.name}`} back={<TextLink href={routes.connect()}>All guides</TextLink>}>
        Paste what stands here into {guide.name}, then allow it on the page that it opens.
      </PageHeader>
      {guide.isOutOfReach && <OutOfReach name={guide.name} appUrl={appUrl} />}
      <div className="grid gap-x-12 gap-y-6 lg:grid-cols-[minmax(0,40rem)_minmax(0,1fr)]">
        <Tabs value={kind} onValueChange={setKind}>
          <TabsList aria-label="How to connect">
            {ways.map((way) => (
              <TabsTrigger key={way.kind} value={way.kind}>
                {WAYS[way.kind].tab}
              </TabsTrigger>
            ))}
          </TabsList>
          {ways.map((way) => (
            <TabsContent key={way.kind} value={way.kind} className="space-y-4">
              <p className="text-muted">{WAYS[way.kind].hint}</p>
              <Way way={way} guide={guide} question={question} appUrl={appUrl} {...key} />
            </TabsContent>
          ))}
        </Tabs>
        <aside className="lg:sticky lg:top-22 lg:self-start">
          <LiveStatus key={`${kind} ${clientId}`} name={guide.name} clientId={clientId} connections={connections} since={since} />
        </aside>
      </div>
    </>
  );
}

type WayProps = Pick<GuidePageProps, 'guide' | 'keys' | 'chosen' | 'redirectUris' | 'question' | 'appUrl'> & { way: GuideWay };

function Way({ way, guide, question, appUrl, ...key }: WayProps) {
  const hasFirst = way.kind !== 'address';
  const from = hasFirst ? 2 : 1;
  const last = from + way.steps.length;
  return (
    <>
      <h2 className="sr-only">Steps</h2>
      <StepList>
        {way.kind === 'key' && <KeyStep guide={guide} {...key} />}
        {way.kind === 'token' && (
          <Step number={1} title="Create an access token">
            <p>
              <TextLink href={routes.newAccessToken()}>Create a partner API key</TextLink>. It is shown once; the next step says where it
              goes.
            </p>
          </Step>
        )}
        <WaySteps steps={way.steps} from={from} chosen={key.chosen} appUrl={appUrl} />
        {way.steps.length > 0 && (
          <Step number={last}>
            <div className="space-y-3">
              <p>Ask it something that only reads, to see that it works.</p>
              <Snippet label="Prompt" text={question} />
            </div>
          </Step>
        )}
      </StepList>
      {way.steps.length > 0 && (
        <div className="space-y-3">
          <ConfidenceNote confidence={way.confidence} />
          <ul className="list-disc space-y-1 pl-5 text-muted text-sm">
            {guide.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function OutOfReach({ name, appUrl }: { name: string; appUrl: string }) {
  return (
    <Notice title={`${name} cannot reach this address`} className="mb-6">
      It calls from its vendor’s servers, and {appUrl} exists only on this computer. Give this server a public https address (the setting
      APP_URL), or choose a client that runs on your computer.
    </Notice>
  );
}
