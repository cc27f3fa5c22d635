// The sign-up sheet: plain HTML, works without JavaScript.
import { Heading, Stack, TextLink } from '@/components/standalone/document';
import { FormField } from '@/components/standalone/form-field';
import { Notice } from '@/components/standalone/notice';
import { SubmitButton } from '@/components/standalone/submit-button';

export type SignUpFormProps = {
  /** Where the form is sent; carries what the person was about to do. */
  action: string;
  isConnecting: boolean;
  /** Only the operator's first account is made with the set-up code. */
  asksSetUpCode: boolean;
  brandName: string;
  email: string;
  setUpCode: string;
  errors: { email?: string; password?: string; setUpCode?: string };
  problem: string | null;
  signInHref: string;
};

export function SignUpForm(props: SignUpFormProps) {
  const { action, asksSetUpCode, email, setUpCode, errors, problem, signInHref } = props;
  return (
    <Stack>
      <Heading title={titleOf(props)}>{leadOf(props)}</Heading>
      {problem && <Notice tone="danger">{problem}</Notice>}
      <form method="post" action={action} noValidate>
        <Stack>
          {asksSetUpCode && (
            <FormField
              name="setUpCode"
              label="Set-up code"
              autoComplete="off"
              spellCheck={false}
              autoCapitalize="characters"
              hint="The server prints it when it starts. It works once."
              defaultValue={setUpCode}
              error={errors.setUpCode}
            />
          )}
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
          <FormField
            name="password"
            label="Password"
            type="password"
            autoComplete="new-password"
            hint="At least 10 characters. A few words are easy to remember."
            error={errors.password}
          />
          <SubmitButton>Create account</SubmitButton>
        </Stack>
      </form>
      <p className="text-muted">
        Have an account? <TextLink href={signInHref}>Sign in</TextLink>
      </p>
    </Stack>
  );
}

function titleOf({ asksSetUpCode, isConnecting }: SignUpFormProps): string {
  if (asksSetUpCode) return 'Create the first account';
  return isConnecting ? 'Create an account to continue connecting' : 'Create your account';
}

function leadOf({ asksSetUpCode, isConnecting, brandName }: SignUpFormProps): string {
  if (asksSetUpCode) return `The first account runs this ${brandName}. It needs the set-up code.`;
  if (isConnecting) return 'An app wants to connect to your account. You decide what it may do in the next step.';
  return `Control what AI assistants may do with your brokerage accounts, with ${brandName}.`;
}
