import { Shield, ShieldCheck } from 'lucide-react';
import { counted } from '@/components/ui/counted';
import { MonoId } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextLink } from '@/components/ui/text-link';

type ChainStateProps = {
  entries: number;
  checked: number;
  hash: string;
  broken: Readonly<{ fault: 'changed' | 'missing' | 'inserted' | 'unlinked' | 'cut'; sequence: number; at: string | null }> | null;
  /** Looks at all of it. */
  checkAllHref: string;
};

const FAULTS = {
  changed: 'was changed after it was written',
  missing: 'is gone',
  inserted: 'does not belong there',
  unlinked: 'does not follow the entry before it',
  cut: 'and what came after it is gone',
} as const;

/** As high as what comes, so that nothing moves. */
const LINE = 'mb-6 flex min-h-14 flex-wrap content-start items-center gap-x-2 gap-y-1 text-muted text-sm sm:min-h-7';

export function ChainStateLoading() {
  return (
    <p role="status" className={LINE}>
      <Shield aria-hidden="true" className="size-4 shrink-0" />
      Checking the record…
    </p>
  );
}

/** Whether the record is what was written: nothing changed, removed or put in. */
export function ChainState({ entries, checked, hash, broken, checkAllHref }: ChainStateProps) {
  if (broken) {
    return (
      <Notice tone="danger" title="This record is broken" className="mb-6">
        Entry {broken.sequence.toLocaleString('en')} {FAULTS[broken.fault]}
        {broken.at !== null && (
          <>
            {' '}
            (<RelativeTime at={broken.at} />)
          </>
        )}
        . Somebody with access to the database did this, not an AI client. Export what is left, and tell whoever runs this service.
      </Notice>
    );
  }
  if (entries === 0) return null;
  return (
    <p className={LINE}>
      <ShieldCheck aria-hidden="true" className="size-4 shrink-0 text-accent-text" />
      {checked === entries ? (
        <span className="text-ink">Unbroken, {counted(entries, 'entry', 'entries')}.</span>
      ) : (
        <span className="text-ink">
          Unbroken: the newest {checked.toLocaleString('en')} of {counted(entries, 'entry', 'entries')}.{' '}
          <TextLink href={checkAllHref}>Check all of them</TextLink>
        </span>
      )}
      <span>Newest hash:</span>
      <MonoId value={hash} label="newest hash" ends={8} />
    </p>
  );
}
