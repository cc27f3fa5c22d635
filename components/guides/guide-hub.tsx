import Link from 'next/link';
import { CopyField } from '@/components/ui/copy-field';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { Guide } from '@/lib/guides/schema';

const WHERE = { cloud: 'Calls from the internet', computer: 'Runs on your computer' } as const;

type GuideHubProps = { guides: readonly Pick<Guide, 'id' | 'name' | 'callsFrom'>[]; mcpUrl: string };

/** Every AI client we have a guide for, and what any other one needs. */
export function GuideHub({ guides, mcpUrl }: GuideHubProps) {
  return (
    <>
      <ul className="grid gap-3 pb-8 sm:grid-cols-2 lg:grid-cols-3">
        {guides.map(({ id, name, callsFrom }) => (
          <li key={id}>
            <Link
              href={routes.guide(id)}
              className="flex h-full items-center gap-3 rounded-lg border bg-surface p-4 transition-colors hover:border-control"
            >
              <span aria-hidden="true" className="grid size-9 shrink-0 place-items-center rounded-md bg-sunken font-semibold text-muted">
                {name.charAt(0)}
              </span>
              <span className="min-w-0">
                <span className="block font-medium">{name}</span>
                <span className="block text-muted text-sm">{WHERE[callsFrom]}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Section
        title="Another client"
        hint="Any client that speaks MCP over HTTP works. Give it this address; it registers itself, or asks for a Client ID."
      >
        <div className="max-w-text space-y-3">
          <CopyField label="MCP URL" value={mcpUrl} />
          <p className="text-muted">
            A Client ID comes with a <TextLink href={routes.newKey()}>key</TextLink>. A client that can only send a header uses an{' '}
            <TextLink href={routes.newAccessToken()}>access token</TextLink>.
          </p>
        </div>
      </Section>
    </>
  );
}
