import Link from 'next/link';
import { BrandMark } from '@/components/standalone/brand-mark';
import { cn } from '@/components/ui/cn';
import { LinkButton } from '@/components/ui/link-button';
import { routes } from '@/lib/core/routes';
import type { Doc, DocFacts } from './doc';
import { DOCS } from './docs';

const textStyles =
  'max-w-text space-y-4 [&_h2]:pt-4 [&_h2]:font-semibold [&_h2]:text-lg [&_li]:pl-1 [&_ol]:list-decimal [&_ol]:space-y-1.5 [&_ol]:pl-5 [&_ul]:list-disc [&_ul]:space-y-1.5 [&_ul]:pl-5 [&_:not(pre)>code]:wrap-anywhere [&_:not(pre)>code]:rounded-sm [&_:not(pre)>code]:bg-sunken [&_:not(pre)>code]:px-1 [&_code]:font-mono [&_code]:text-sm';

/** A page of the documentation, for anybody: its text, and the way to the others. */
export function DocFrame({ slug, doc, facts, isSignedIn }: { slug: string; doc: Doc; facts: DocFacts; isSignedIn: boolean }) {
  return (
    <div className="mx-auto max-w-page px-4 sm:px-8">
      <header className="flex h-14 items-center justify-between gap-4 border-b">
        <Link href={routes.home()} className="flex min-w-0 items-center gap-2.5 rounded-md font-semibold">
          <BrandMark className="size-6" />
          <span className="truncate">{facts.brandName}</span>
        </Link>
        <LinkButton href={isSignedIn ? routes.home() : routes.signIn()} size="sm">
          {isSignedIn ? 'Overview' : 'Sign in'}
        </LinkButton>
      </header>
      <div className="grid gap-x-12 gap-y-6 py-6 sm:py-8 md:grid-cols-[11rem_minmax(0,1fr)]">
        <nav aria-label="Documentation" className="md:sticky md:top-8 md:self-start">
          <ul className="flex flex-wrap gap-x-4 gap-y-1 md:block md:space-y-0.5">
            {Object.entries(DOCS).map(([other, { title }]) => (
              <li key={other}>
                <Link
                  href={routes.doc(other)}
                  aria-current={other === slug ? 'page' : undefined}
                  className={cn(
                    'flex min-h-9 items-center rounded-md md:px-2.5',
                    other === slug ? 'font-medium text-ink md:bg-sunken' : 'text-muted hover:text-ink',
                  )}
                >
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <main className="min-w-0">
          <h1 className="font-semibold text-2xl">{doc.title}</h1>
          <p className="mt-1 max-w-text text-pretty pb-6 text-muted">{doc.lead}</p>
          <article className={textStyles}>
            <doc.Body {...facts} />
          </article>
        </main>
      </div>
    </div>
  );
}
