// The sheet behind the link of "Forgot password": plain HTML, works without JavaScript.
import { Heading, Stack } from '@/components/standalone/document';
import { FormField } from '@/components/standalone/form-field';
import { SubmitButton } from '@/components/standalone/submit-button';

export function ResetPasswordForm({ action, token, error }: { action: string; token: string; error?: string }) {
  return (
    <Stack>
      <Heading title="Set a new password">It signs out every browser. AI clients that you allowed stay connected.</Heading>
      <form method="post" action={action} noValidate>
        <Stack>
          <input type="hidden" name="token" value={token} />
          <FormField
            name="newPassword"
            label="New password"
            type="password"
            autoComplete="new-password"
            hint="At least 10 characters. A few words are easy to remember."
            error={error}
          />
          <SubmitButton>Set password</SubmitButton>
        </Stack>
      </form>
    </Stack>
  );
}
