import { EndsHere, MarkedAddress, splitAtDifference } from '@/components/consent/marked-address';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import type { KeyRefusal } from '@/lib/clients/refusal-schema';
import { refusalInWords } from './refusal-words';

/** "Recent refusals" of a key: what was sent, what is registered, where they part, and what to do. */
export function Refusals({ refusals }: { refusals: readonly KeyRefusal[] }) {
  if (refusals.length === 0) return null;
  return (
    <Section title="Recent refusals" hint="Attempts to connect with this key that did not work, newest first.">
      <ol className="max-w-text divide-y">
        {refusals.map((refusal) => (
          <Refusal key={refusal.id} refusal={refusal} />
        ))}
      </ol>
    </Section>
  );
}

function Refusal({ refusal }: { refusal: KeyRefusal }) {
  const { title, todo } = refusalInWords(refusal.reason);
  return (
    <li className="space-y-1 py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-muted text-sm">
          <RelativeTime at={refusal.at} />
        </span>
      </p>
      {refusal.sent !== null && <Addresses refusal={refusal} sent={refusal.sent} />}
      <p className="text-muted text-sm">{todo}</p>
    </li>
  );
}

function Addresses({ refusal, sent }: { refusal: KeyRefusal; sent: string }) {
  if (refusal.registered === null) return <p className="wrap-anywhere font-mono text-sm">{sent}</p>;
  const parts = splitAtDifference(sent, refusal.registered);
  return (
    <>
      {refusal.difference && <p className="text-sm">{refusal.difference}</p>}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 text-sm">
        <dt className="text-muted">Sent</dt>
        <dd className="wrap-anywhere font-mono">
          <MarkedAddress shared={parts.shared} rest={parts.sent} />
          <EndsHere rest={parts.sent} />
        </dd>
        <dt className="text-muted">Registered</dt>
        <dd className="wrap-anywhere font-mono">
          <MarkedAddress shared={parts.shared} rest={parts.registered} />
          <EndsHere rest={parts.registered} />
        </dd>
      </dl>
    </>
  );
}
