'use client';
// Journal notes in the browser.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { type NewNote, Note, NotePage } from '@/lib/journal/schema';

const journalKey = ['journal'] as const;

/** Newest first, page by page. @param initial the first page, as the server drew it */
export function useJournal(initial: NotePage) {
  return useInfiniteQuery({
    queryKey: journalKey,
    queryFn: ({ pageParam }) =>
      api.get(pageParam === null ? routes.api.journal() : `${routes.api.journal()}?cursor=${encodeURIComponent(pageParam)}`, NotePage),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    initialData: { pages: [initial], pageParams: [null] },
  });
}

export function useAddNote() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: z.input<typeof NewNote>) => api.post(routes.api.journal(), input, Note),
    onSuccess: () => queries.invalidateQueries({ queryKey: journalKey }),
  });
}

export function useRemoveNote() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(routes.api.journalEntry(id), undefined, Nothing),
    onSettled: () => queries.invalidateQueries({ queryKey: journalKey }),
  });
}
