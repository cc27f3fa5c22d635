// The "Forgot password" sheet: plain HTML, works without JavaScript.
import { Heading, Stack, TextLink } from '@/components/standalone/document';
import { FormField } from '@/components/standalone/form-field';
import { Notice } from '@/components/standalone/notice';
import { SubmitButton } from '@/components/standalone/submit-button';

export type ForgotPasswordFormProps = {
  action: string;
  signInHref: string;
  /** What was typed before. */
  email: string;
  errors: { email?: string };
  problem: string | null;
};

export function ForgotPasswordForm({ action, signInHref, email, errors, problem }: ForgotPasswordFormProps) {
  return (
    <Stack>
      <Heading title="Forgot password">You get a mail with a link that sets a new one.</Heading>
      {problem && <Notice tone="danger">{problem}</Notice>}
      <form method="post" action={action} noValidate>
        <Stack>
          <FormField
            name="email"
            label="Email"
            type="email"
            autoComplete="username"
            spellCheck={false}
            autoCapitalize="none"
            defaultValue={email}
            error={errors.email}
          />
          <SubmitButton>Send the link</SubmitButton>
        </Stack>
      </form>
      <p className="text-muted">
        Remembered it? <TextLink href={signInHref}>Sign in</TextLink>
      </p>
    </Stack>
  );
}
