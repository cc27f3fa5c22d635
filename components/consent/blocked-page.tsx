// The operator bars this person or this app: the reason, and the way back. The form's only answer is no.
import { Heading, Stack, TextLink } from '@/components/standalone/document';
import { Destination, Fact, Facts } from '@/components/standalone/identity';
import { Notice } from '@/components/standalone/notice';
import { Decision, SubmitButton } from '@/components/standalone/submit-button';
import { routes } from '@/lib/core/routes';
import type { Block, ConsentQuestion } from '@/lib/oauth/schema';
import { shownName } from './consent-page';

type BlockedPageProps = {
  question: ConsentQuestion;
  block: Block;
  userEmail: string;
  brandName: string;
  switchHref: string;
  formToken: string;
};

export function BlockedPage({ question, block, userEmail, brandName, switchHref, formToken }: BlockedPageProps) {
  const name = shownName(question);
  const isPerson = block.whom === 'person';
  return (
    <>
      <Stack>
        <Heading title={isPerson ? 'Your account cannot connect AI clients' : `${name} cannot be connected here`}>
          {isPerson
            ? `${brandName} does not allow it for your account, so nothing was connected. What you connected before is stopped, too.`
            : `${brandName} does not allow this app, so nothing was connected. Other apps are not affected.`}
        </Heading>
        <Notice tone="warning" title="The reason">
          {block.reason}
        </Notice>
      </Stack>
      <Facts>
        <Fact term="Signed in as" action={<TextLink href={switchHref}>Switch account</TextLink>}>
          {userEmail}
        </Fact>
      </Facts>
      <form method="post" action={routes.consent()}>
        <input type="hidden" name="request" value={question.requestId} />
        <input type="hidden" name="token" value={formToken} />
        <Decision>
          <Destination host={question.destination} />
          <SubmitButton variant="plain" name="decision" value="deny">
            Go back to the app
          </SubmitButton>
        </Decision>
      </form>
    </>
  );
}
