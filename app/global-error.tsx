'use client';
import { Button } from '@/components/ui/button';
import './globals.css';

/** The last resort, when even the document could not be made. Depends on as little as possible. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something failed · Client Center</title>
        <main className="mx-auto flex min-h-dvh max-w-column flex-col justify-center px-5">
          <h1 className="font-semibold text-2xl">Something failed on our side</h1>
          <p className="mt-2 mb-6 text-muted">
            Nothing you had was changed. Try again; if it stays like this, tell whoever runs this service.
          </p>
          <Button variant="accent" className="w-fit" onClick={reset}>
            Try again
          </Button>
        </main>
      </body>
    </html>
  );
}
