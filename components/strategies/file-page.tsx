'use client';
import { Download } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { DangerRow, DangerSection } from '@/components/ui/danger-section';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { TextLink } from '@/components/ui/text-link';
import { toast } from '@/components/ui/toaster';
import { routes } from '@/lib/core/routes';
import type { FileView } from '@/lib/strategies/schema';
import { sizeText } from './file-table';
import { useDeleteFile } from './use-strategies';

/** A file as its AI client wrote it: shown as text, whatever is in it. */
export function FilePage({ file }: { file: FileView }) {
  const { path, content, bytes, writtenBy, updatedAt } = file;
  return (
    <>
      <PageHeader
        title={path}
        back={<TextLink href={routes.strategies()}>Strategies</TextLink>}
        action={
          <Button onClick={() => download(file)}>
            <Download aria-hidden="true" />
            Download
          </Button>
        }
      >
        Written by {writtenBy ?? 'an AI client'}, <RelativeTime at={updatedAt} />, {sizeText(bytes)}.
      </PageHeader>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Content" tabIndex={0} className="mb-8 max-h-[36rem] overflow-auto rounded-lg border bg-surface p-4">
        <pre className="font-mono text-sm">{content === '' ? <span className="text-muted">This file is empty.</span> : content}</pre>
      </section>
      <DeleteSection path={path} />
    </>
  );
}

function download({ path, content }: FileView): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = path.split('/').at(-1) ?? path;
  link.click();
  URL.revokeObjectURL(url);
}

function DeleteSection({ path }: { path: string }) {
  const remove = useDeleteFile();
  const router = useRouter();
  const run = async () => {
    await remove.mutateAsync(path);
    toast.success('File deleted');
    router.push(routes.strategies());
    router.refresh();
  };
  return (
    <DangerSection title="Delete">
      <DangerRow
        title="Delete file"
        action={
          <AlertDialog
            trigger={<Button variant="danger-plain">Delete file</Button>}
            title={`Delete ${path}?`}
            description="This cannot be undone. Download it first if you may need it again."
            action="Delete file"
            onAction={run}
          />
        }
      >
        Backtests keep their results, and what is deployed goes on until you stop it.
      </DangerRow>
    </DangerSection>
  );
}
