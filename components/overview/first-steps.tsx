import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { CopyField } from '@/components/ui/copy-field';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';

/** From nothing to the first connected client, in three steps that tick themselves. */
export function FirstSteps({ hasKey, mcpUrl }: { hasKey: boolean; mcpUrl: string }) {
  return (
    <Section title="Connect your first AI client" hint="Three steps, about five minutes.">
      <ol className="max-w-text divide-y border-y">
        <Step number={1} title="Generate a key" isDone={hasKey}>
          {hasKey ? (
            <TextLink href={routes.keys()}>See your keys</TextLink>
          ) : (
            <div className="space-y-3">
              <p>A key gives your AI client a Client ID, and sets the most it can ever be allowed.</p>
              <LinkButton href={routes.newKey()} variant="accent">
                Generate Key
              </LinkButton>
            </div>
          )}
        </Step>
        <Step number={2} title="Paste two values into your AI client" isDone={false}>
          <div className="space-y-3">
            <p>Add a custom connector or MCP server there. It asks for this address, and for the Client ID of your key.</p>
            <CopyField label="MCP URL" value={mcpUrl} />
          </div>
        </Step>
        <Step number={3} title="Allow it, and see it here" isDone={false}>
          Your client opens a page of ours. It says what the client asks for; you press “Allow” or “Deny”.
        </Step>
      </ol>
    </Section>
  );
}

function Step({ number, title, isDone, children }: { number: number; title: string; isDone: boolean; children: ReactNode }) {
  return (
    <li className="flex gap-4 py-4">
      <span
        aria-hidden="true"
        className={cn(
          'mt-0.5 grid size-6 shrink-0 place-items-center rounded-full border text-sm tabular-nums',
          isDone ? 'border-transparent bg-accent text-on-accent' : 'border-control text-muted',
        )}
      >
        {isDone ? <Check className="size-3.5" strokeWidth={3} /> : number}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="font-medium">
          {title}
          {isDone && <span className="sr-only"> (done)</span>}
        </h3>
        <div className="mt-0.5 text-muted">{children}</div>
      </div>
    </li>
  );
}
