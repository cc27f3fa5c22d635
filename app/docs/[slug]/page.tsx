import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DocFrame } from '@/components/docs/doc-frame';
import { findDoc } from '@/components/docs/docs';
import { docFacts } from '@/lib/web/docs';
import { currentContext, currentUser } from '@/lib/web/session';

type Props = { params: Promise<{ slug: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: findDoc((await params).slug)?.title ?? 'Documentation' };
}

export default async function DocPage({ params }: Props) {
  const { slug } = await params;
  const doc = findDoc(slug);
  if (!doc) notFound();
  return <DocFrame slug={slug} doc={doc} facts={docFacts(await currentContext())} isSignedIn={(await currentUser()) !== null} />;
}
