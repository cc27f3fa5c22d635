'use client';
// Sharing in the browser: one query for the page, read anew after every change.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { SharingDetails } from '@/lib/discovery/portal-schema';
import type { NewPost, SharingInput } from '@/lib/discovery/schema';

const sharingKey = ['sharing'] as const;

export function useSharing(initialData: SharingDetails) {
  return useQuery({ queryKey: sharingKey, queryFn: () => api.get(routes.api.sharing(), SharingDetails), initialData });
}

function useChange<Input>(mutationFn: (input: Input) => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: sharingKey }) });
}

export const useShare = () => useChange((input: SharingInput) => api.post(routes.api.sharing(), input, Nothing));
export const useStopSharing = () => useChange((_: undefined) => api.delete(routes.api.sharing(), undefined, Nothing));
export const usePublishPost = () => useChange((post: NewPost) => api.post(routes.api.posts(), post, Nothing));
export const useRemovePost = () => useChange((id: string) => api.delete(routes.api.post(id), undefined, Nothing));
