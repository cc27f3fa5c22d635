'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useTransition } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { type ActivityFilter, filterQuery } from '@/lib/audit/activity-schema';
import { routes } from '@/lib/core/routes';

type ActivityFiltersProps = { filter: ActivityFilter; clients: readonly Readonly<{ id: string; label: string }>[] };

const KINDS = [
  ['trade', 'Trades'],
  ['read', 'Reads'],
  ['refusal', 'Refusals'],
  ['connection', 'Connections and keys'],
  ['sign_in', 'Sign-ins'],
  ['content', 'Strategies and notes'],
] as const;

const TYPING_MS = 350;

/** Narrow what is shown. The address of the page keeps the choice, so that it can be sent to somebody or come back to. */
export function ActivityFilters({ filter, clients }: ActivityFiltersProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [isPending, startTransition] = useTransition();
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (timer.current === undefined) showChoice(form.current, filter); // else the person is typing
  }, [filter]);
  const apply = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (!form.current) return;
    const chosen = Object.fromEntries([...new FormData(form.current)].map(([name, value]) => [name, String(value)]));
    startTransition(() => router.replace(routes.activity(filterQuery(chosen)), { scroll: false }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply();
  };
  const type = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(apply, TYPING_MS);
  };
  const isFiltered = filterQuery(filter) !== '';
  return (
    <form ref={form} action={routes.activity()} onSubmit={submit} aria-busy={isPending} className="pb-4">
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 lg:grid-cols-3">
        <Field label="AI client" className="max-sm:col-span-2">
          <Select name="client" defaultValue={filter.client} onChange={apply}>
            <option value="">All clients</option>
            {clients.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Kind">
          <Select name="kind" defaultValue={filter.kind} onChange={apply}>
            <option value="">Everything</option>
            {KINDS.map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Outcome">
          <Select name="outcome" defaultValue={filter.outcome} onChange={apply}>
            <option value="">Any</option>
            <option value="ok">Worked</option>
            <option value="failed">Refused or failed</option>
          </Select>
        </Field>
        <Field label="From (UTC)">
          <Input type="date" name="from" defaultValue={filter.from} onChange={type} />
        </Field>
        <Field label="To (UTC)">
          <Input type="date" name="to" defaultValue={filter.to} onChange={type} />
        </Field>
        <Field label="Tool or symbol" className="max-sm:col-span-2">
          <Input type="search" name="search" maxLength={80} autoComplete="off" defaultValue={filter.search} onChange={type} />
        </Field>
      </div>
      {isFiltered && (
        <LinkButton href={routes.activity()} variant="quiet" size="sm" className="mt-3 -ml-2.5">
          Clear filters
        </LinkButton>
      )}
    </form>
  );
}

/** The address may change without the fields: by a link, or going back. What is being typed stays. */
function showChoice(form: HTMLFormElement | null, filter: ActivityFilter): void {
  const chosen = new Map<string, string | undefined>(Object.entries(filter));
  for (const field of form?.elements ?? []) {
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (isField && field !== document.activeElement) field.value = chosen.get(field.name) ?? '';
  }
}
