'use client';
import { useRouter } from 'next/navigation';
import { startTransition } from 'react';
import { StatusPage } from '@/components/layout/status-page';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { routes } from '@/lib/core/routes';

/** A page that could not be made. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  // `reset` alone draws again what failed; the page is made on the server and has to be asked for once more.
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <StatusPage
      title="This page did not load"
      actions={
        <>
          <Button variant="accent" onClick={tryAgain}>
            Try again
          </Button>
          <LinkButton href={routes.home()}>Go to overview</LinkButton>
        </>
      }
    >
      <p>Something failed on our side. Nothing you had was changed.</p>
      {error.digest && (
        <p>
          If it stays like this, give this number to whoever runs this service: <code className="font-mono text-sm">{error.digest}</code>
        </p>
      )}
    </StatusPage>
  );
}
