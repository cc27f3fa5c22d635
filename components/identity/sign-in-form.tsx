// The sign-in sheet: plain HTML, works without JavaScript.
import { Heading, Stack, TextLink } from '@/components/standalone/document';
import { FormField } from '@/components/standalone/form-field';
import { Notice } from '@/components/standalone/notice';
import { ButtonLink, SubmitButton } from '@/components/standalone/submit-button';

export type SignInFormProps = {
  /** Where the form is sent; carries what the person was about to do. */
  action: string;
  isConnecting: boolean;
  /** Whom this sign-in replaces, when an account is being switched. */
  signedInAs: string | null;
  brandName: string;
  /** What was typed before. */
  email: string;
  errors: { email?: string; password?: string };
  /** What was wrong with the attempt as a whole. */
  problem: string | null;
  /** Null where nobody can create an account. */
  signUpHref: string | null;
  forgotHref: string;
  /** The brokerage's own identity provider, where there is one. */
  provider: { name: string; href: string } | null;
  /** Null where the address of the site cannot have passkeys. */
  passkeyHref: string | null;
};

export function SignInForm(props: SignInFormProps) {
  const { action, isConnecting, signedInAs, brandName, email, errors, problem, signUpHref, forgotHref, provider, passkeyHref } = props;
  return (
    <Stack>
      <Heading title={isConnecting ? 'Sign in to continue connecting' : 'Sign in'}>
        {isConnecting
          ? 'An app wants to connect to your account. You decide what it may do in the next step.'
          : `Control what AI assistants may do with your brokerage accounts, with ${brandName}.`}
      </Heading>
      {signedInAs && <Notice>{`You are signed in as ${signedInAs}. Signing in here switches to another account.`}</Notice>}
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
          <FormField name="password" label="Password" type="password" autoComplete="current-password" error={errors.password} />
          <SubmitButton>Sign in</SubmitButton>
        </Stack>
      </form>
      {provider && <ButtonLink href={provider.href}>{`Sign in with ${provider.name}`}</ButtonLink>}
      {passkeyHref && <ButtonLink href={passkeyHref}>Sign in with a passkey</ButtonLink>}
      <div className="space-y-1 text-muted">
        {signUpHref && (
          <p>
            New here? <TextLink href={signUpHref}>Create an account</TextLink>
          </p>
        )}
        <p>
          <TextLink href={forgotHref}>Forgot password</TextLink>
        </p>
      </div>
    </Stack>
  );
}
