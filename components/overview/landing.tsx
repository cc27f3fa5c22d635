import { BrandMark } from '@/components/standalone/brand-mark';
import { buttonStyles } from '@/components/ui/button-styles';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';

/** What this is, to somebody who is not signed in. The buttons lead to script-free pages, so they are plain links. */
export function Landing({ brandName, canSignUp }: { brandName: string; canSignUp: boolean }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-column flex-col justify-center px-5 py-12">
      <p className="mb-10 flex items-center gap-2.5 font-semibold">
        <BrandMark className="size-8" />
        {brandName}
      </p>
      <h1 className="text-balance font-semibold text-figure">You decide what AI assistants may do with your accounts.</h1>
      <p className="mt-4 text-pretty text-muted">
        Connect Claude, ChatGPT, Cursor and others to your brokerage accounts. Say for each one what it may see, and whether it may trade
        and up to what amount. Take it back at any time: it stops with the very next request.
      </p>
      <div className="mt-8 flex flex-wrap gap-2">
        <a href={routes.signIn()} className={buttonStyles({ variant: 'accent' })}>
          Sign in
        </a>
        {canSignUp && (
          <a href={routes.signUp()} className={buttonStyles({ variant: 'plain' })}>
            Create account
          </a>
        )}
      </div>
      <p className="mt-6">
        <TextLink href={routes.doc('quick-start')}>How it works</TextLink>
      </p>
    </main>
  );
}
