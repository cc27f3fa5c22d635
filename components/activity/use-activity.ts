'use client';
// Pages of activity in the browser: the first comes with the page, the others when asked for.
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { type ActivityFilter, ActivityPage, filterQuery } from '@/lib/audit/activity-schema';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';

type Inside = Readonly<{ before?: number; downTo?: number }>;

/** @param first what the page came with; without it the first page is fetched */
export function useActivity(filter: ActivityFilter, inside: Inside = {}, first?: ActivityPage) {
  const load = (before: number | undefined) => api.get(routes.api.activity(filterQuery({ ...filter, ...inside, before })), ActivityPage);
  const initialData: InfiniteData<ActivityPage, number | undefined> | undefined = first && { pages: [first], pageParams: [inside.before] };
  return useInfiniteQuery({
    queryKey: ['activity', filterQuery({ ...filter, ...inside })],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: inside.before,
    getNextPageParam: ({ next }) => next ?? undefined,
    initialData,
    // What is shown stays as it is until the page is opened anew: entries never change, and nothing moves under the reader.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
