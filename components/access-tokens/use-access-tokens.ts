'use client';
// Access tokens in the browser.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { AccessKeyRow, CreatedAccessKey } from '@/lib/access-tokens/portal-schema';
import type { NewAccessKey } from '@/lib/access-tokens/schema';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';

const accessTokensKey = ['access-tokens'] as const;

export function useAccessTokens(initialData: AccessKeyRow[]) {
  return useQuery({ queryKey: accessTokensKey, queryFn: () => api.get(routes.api.accessTokens(), AccessKeyRow.array()), initialData });
}

export function useCreateAccessToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (input: NewAccessKey) => api.post(routes.api.accessTokens(), input, CreatedAccessKey),
    onSuccess: () => queries.removeQueries({ queryKey: accessTokensKey }), // the list's page reads it anew
  });
}

export function useRevokeAccessToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete(routes.api.accessToken(id), undefined, Nothing),
    onSettled: () => queries.invalidateQueries({ queryKey: accessTokensKey }),
  });
}
