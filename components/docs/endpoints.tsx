import { CopyButton } from '@/components/ui/copy-button';

/** Addresses by name, each to copy. */
export function Endpoints({ rows }: { rows: readonly (readonly [name: string, address: string])[] }) {
  return (
    <dl className="divide-y border-y">
      {rows.map(([name, address]) => (
        <div key={name} className="py-1.5 sm:flex sm:items-center sm:gap-4">
          <dt className="w-36 shrink-0 text-muted">{name}</dt>
          <dd className="flex min-w-0 flex-1 items-center justify-between gap-4">
            <span className="wrap-anywhere min-w-0 font-mono text-sm">{address}</span>
            <CopyButton text={address} label={`Copy ${name}`} isIconOnly />
          </dd>
        </div>
      ))}
    </dl>
  );
}
