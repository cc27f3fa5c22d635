import Link from 'next/link';
import type { ComponentProps } from 'react';
import { isWholeDocument } from '@/lib/core/routes';

type AnchorProps = Omit<ComponentProps<typeof Link>, 'href'> & { href: string };

/** A link. Next fetches its own pages ahead and swaps them in; a script-free page is loaded whole, and only when it is opened. */
export function Anchor({ href, prefetch, replace, scroll, ...rest }: AnchorProps) {
  if (isWholeDocument(href)) return <a href={href} {...rest} />;
  return <Link href={href} prefetch={prefetch} replace={replace} scroll={scroll} {...rest} />;
}
