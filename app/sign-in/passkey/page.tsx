import { PasskeySignIn } from '@/components/identity/passkey-sign-in';
import { StatusPage } from '@/components/layout/status-page';
import { LinkButton } from '@/components/ui/link-button';
import { routes } from '@/lib/core/routes';
import { localPath, withContinue } from '@/lib/web/continue';

export const metadata = { title: 'Sign in with a passkey' };

type Query = Promise<Record<string, string | string[] | undefined>>;

/** The one sign-in page that needs a script: only a script can ask for a passkey. The form of /sign-in links here. */
export default async function PasskeySignInPage({ searchParams }: { searchParams: Query }) {
  const { continue: asked, switch: isSwitch } = await searchParams;
  const target = localPath(typeof asked === 'string' ? asked : undefined) ?? routes.home();
  const other = withContinue(routes.signIn(), { target, isSwitch: isSwitch === '1' });
  return (
    <StatusPage
      title="Sign in with a passkey"
      actions={
        <PasskeySignIn target={target}>
          <LinkButton href={other}>Use your password</LinkButton>
        </PasskeySignIn>
      }
    >
      <p>Your browser asks for your finger, face, PIN or security key.</p>
    </StatusPage>
  );
}
