import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { FilePage } from '@/components/strategies/file-page';
import { routes } from '@/lib/core/routes';
import { viewFile } from '@/lib/strategies/views';
import { currentContext, requireUser } from '@/lib/web/session';

type Props = { searchParams: Promise<{ path?: string | string[] }> };

export const metadata: Metadata = { title: 'Strategy file' };

export default async function StrategyFilePage({ searchParams }: Props) {
  const { path } = await searchParams;
  if (typeof path !== 'string') notFound();
  const user = await requireUser(routes.strategyFile(path));
  const file = (await viewFile(await currentContext(), user.id, path)) ?? notFound();
  return <FilePage file={file} />;
}
