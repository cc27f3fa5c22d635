import { Heading, Stack } from '@/components/standalone/document';
import { ButtonLink, ButtonPair, SubmitButton } from '@/components/standalone/submit-button';

export function SignOutForm({ email, action, backHref }: { email: string; action: string; backHref: string }) {
  return (
    <Stack>
      <Heading title="Sign out">{`You are signed in as ${email} in this browser. AI clients that you allowed stay connected.`}</Heading>
      <form method="post" action={action}>
        <ButtonPair>
          <SubmitButton>Sign out</SubmitButton>
          <ButtonLink href={backHref}>Stay signed in</ButtonLink>
        </ButtonPair>
      </form>
    </Stack>
  );
}
