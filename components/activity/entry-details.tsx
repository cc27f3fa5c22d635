'use client';
import type { ReactNode } from 'react';
import { MonoId } from '@/components/ui/mono-id';
import type { ActivityEntry } from '@/lib/audit/activity-schema';

/** Names of the details that are not plain from their own. */
const LABELS: Readonly<Record<string, string>> = {
  tool: 'Tool',
  outcome: 'Outcome',
  latency_ms: 'Took',
  arguments: 'Arguments',
  requestId: 'Request',
  orderId: 'Order',
  sent: 'Sent',
  from_memory: 'From memory',
};

/** Everything that is known of one entry. */
export function EntryDetails({ entry }: { entry: ActivityEntry }) {
  const { sequence, at, address, grantId, clientId, detail, previousHash, hash } = entry;
  return (
    <dl className="mt-2 mb-1 grid gap-x-6 gap-y-1.5 rounded-md bg-sunken px-3.5 py-3 text-sm sm:grid-cols-[8rem_1fr] sm:items-baseline">
      {Object.entries(detail).map(([name, value]) => (
        <Row key={name} label={LABELS[name] ?? inWords(name)}>
          <Value name={name} value={value} />
        </Row>
      ))}
      {address !== null && <Row label="Address">{address}</Row>}
      {clientId !== null && (
        <Row label="Client">
          <MonoId value={clientId} label="client id" />
        </Row>
      )}
      {grantId !== null && (
        <Row label="Connection">
          <MonoId value={grantId} label="connection id" />
        </Row>
      )}
      <Row label="Time">{at.replace('T', ' ').replace('Z', ' UTC')}</Row>
      <Row label="Entry">{sequence.toLocaleString('en')}</Row>
      <Row label="Hash">
        <MonoId value={hash} label="hash" ends={12} />
      </Row>
      <Row label="Hash before">
        <MonoId value={previousHash} label="hash of the entry before" ends={12} />
      </Row>
    </dl>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="sm:contents">
      <dt className="text-muted">{label}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </div>
  );
}

function Value({ name, value }: { name: string; value: unknown }) {
  if (value === null || value === '') return <span className="text-muted">None</span>;
  if (name === 'latency_ms') return `${String(value)} ms`;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return value.length === 0 ? <span className="text-muted">None</span> : value.map(String).join(', ');
  if (name === 'arguments' || typeof value === 'object') {
    return <code className="whitespace-pre-wrap font-mono">{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
  }
  return String(value);
}

/** `permissionsAdded` → "Permissions added". */
function inWords(name: string): string {
  const words = name.replaceAll('_', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
