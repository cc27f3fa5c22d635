import { RelativeTime } from '@/components/ui/relative-time';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { FileRow } from '@/lib/strategies/schema';

export function FileTable({ files }: { files: readonly FileRow[] }) {
  return (
    <Table caption="Your strategy files">
      <TableHead>
        <TableHeader>Path</TableHeader>
        <TableHeader>Written by</TableHeader>
        <TableHeader>Changed</TableHeader>
        <TableHeader isNumber>Size</TableHeader>
      </TableHead>
      <TableBody>
        {files.map(({ path, writtenBy, updatedAt, bytes }) => (
          <TableRow key={path}>
            <TableCell>
              <TextLink href={routes.strategyFile(path)} className="break-all">
                {path}
              </TextLink>
            </TableCell>
            <TableCell label="Written by">{writtenBy ?? 'An AI client'}</TableCell>
            <TableCell label="Changed">
              <RelativeTime at={updatedAt} />
            </TableCell>
            <TableCell label="Size" isNumber>
              {sizeText(bytes)}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

export function sizeText(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}
