'use client';
// Platforms in the browser: one query for the page, read anew after every change.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import {
  AddedUser,
  CreatedPlatform,
  EndedMints,
  MintedAgain,
  NewPlatformSecret,
  NewUserSecret,
  PlatformDetails,
} from '@/lib/embedding/portal-schema';

const platformsKey = ['platforms'] as const;

export function usePlatforms(initialData: PlatformDetails[]) {
  return useQuery({ queryKey: platformsKey, queryFn: () => api.get(routes.api.platforms(), PlatformDetails.array()), initialData });
}

/** A change, after which the page is read anew; it counts as done when that has come. */
function useChange<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: platformsKey }) });
}

export const useCreatePlatform = () => useChange((name: string) => api.post(routes.api.platforms(), { name }, CreatedPlatform));

export const useRotatePlatformSecret = (id: string) =>
  useChange((endPreviousNow: boolean) => api.post(routes.api.platformSecret(id), { endPreviousNow }, NewPlatformSecret));

export const useSetPlatformDisabled = (id: string) =>
  useChange((isDisabled: boolean) => api.patch(routes.api.platformState(id), { isDisabled }, Nothing));

export const useAddUser = (id: string) => useChange((name: string) => api.post(routes.api.platformUsers(id), { name }, AddedUser));

export const useRotateUserSecret = (id: string, userId: string) =>
  useChange(() => api.post(routes.api.platformUserSecret(id, userId), {}, NewUserSecret));

export const useSetUserDisabled = (id: string, userId: string) =>
  useChange((isDisabled: boolean) => api.patch(routes.api.platformUserState(id, userId), { isDisabled }, Nothing));

export const useMintAgain = (id: string, mintId: string) => useChange(() => api.post(routes.api.platformMint(id, mintId), {}, MintedAgain));

export const useRevokeMint = (id: string, mintId: string) =>
  useChange(() => api.delete(routes.api.platformMint(id, mintId), undefined, EndedMints));
