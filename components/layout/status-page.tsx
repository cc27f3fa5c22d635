import Link from 'next/link';
import type { ReactNode } from 'react';
import { BrandMark } from '@/components/standalone/brand-mark';
import { routes } from '@/lib/core/routes';

/** A page that has one thing to say: what happened, what it means, and one or two ways on. */
export function StatusPage({ title, actions, children }: { title: string; actions: ReactNode; children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-column flex-col justify-center px-5 py-10">
      <Link href={routes.home()} className="mb-8 w-fit rounded-lg">
        <BrandMark className="size-9" />
        <span className="sr-only">Overview</span>
      </Link>
      <h1 className="font-semibold text-2xl">{title}</h1>
      <div className="mt-2 space-y-2 text-muted">{children}</div>
      <div className="mt-6 flex flex-wrap gap-2">{actions}</div>
    </main>
  );
}
