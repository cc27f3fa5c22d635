import { CopyField } from '@/components/ui/copy-field';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import { Step, StepList } from '@/components/ui/steps';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';

/** From nothing to the first connected client, in three steps that tick themselves. */
export function FirstSteps({ hasKey, mcpUrl }: { hasKey: boolean; mcpUrl: string }) {
  return (
    <Section title="Connect your first AI client" hint="Three steps, about five minutes.">
      <StepList>
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
        <Step number={2} title="Paste two values into your AI client">
          <div className="space-y-3">
            <p>It asks for this address, and for the Client ID of your key. The guide of your client has both filled in.</p>
            <CopyField label="MCP URL" value={mcpUrl} />
            <LinkButton href={routes.connect()} variant={hasKey ? 'accent' : 'plain'}>
              Choose your AI client
            </LinkButton>
          </div>
        </Step>
        <Step number={3} title="Allow it, and see it here">
          Your client opens a page of ours. It says what the client asks for; you press “Allow” or “Deny”.
        </Step>
      </StepList>
    </Section>
  );
}
