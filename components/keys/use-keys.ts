'use client';
// Keys in the browser: one query key per resource, every change refreshed from the answer.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/browser/api';
import {
  CreatedKey,
  DeletedKey,
  type KeyChanges,
  KeyDetails,
  KeyRow,
  type KeyState,
  type NewKeyInput,
  RotatedSecret,
  type SecretRotation,
} from '@/lib/clients/key-schema';
import { KeyRefusal } from '@/lib/clients/refusal-schema';
import { routes } from '@/lib/core/routes';

const WATCH_MS = 4000;

const keysKey = ['keys'] as const;
const keyKey = (clientId: string) => [...keysKey, clientId] as const;

export function useKeys(initialData: KeyRow[]) {
  return useQuery({ queryKey: keysKey, queryFn: () => api.get(routes.api.keys(), KeyRow.array()), initialData });
}

export function useKey(initialData: KeyDetails) {
  const { clientId } = initialData;
  return useQuery({ queryKey: keyKey(clientId), queryFn: () => api.get(routes.api.key(clientId), KeyDetails), initialData });
}

/** Attempts with a key that were refused, asked for again and again while `isWatching`. */
export function useRefusals(clientId: string | null, isWatching: boolean) {
  return useQuery({
    queryKey: [...keysKey, clientId, 'refusals'],
    queryFn: () => api.get(routes.api.keyRefusals(clientId ?? ''), KeyRefusal.array()),
    enabled: clientId !== null && isWatching,
    refetchInterval: WATCH_MS,
  });
}

/** Puts a key's new state where pages read it, and lets the list be read anew. */
function useKeep() {
  const queries = useQueryClient();
  return (key: KeyDetails) => {
    queries.setQueryData(keyKey(key.clientId), key);
    return queries.invalidateQueries({ queryKey: keysKey, exact: true });
  };
}

export function useCreateKey() {
  const keep = useKeep();
  return useMutation({
    mutationFn: (input: NewKeyInput) => api.post(routes.api.keys(), input, CreatedKey),
    onSuccess: ({ key }) => keep(key),
  });
}

export function useUpdateKey(clientId: string) {
  const keep = useKeep();
  return useMutation({ mutationFn: (changes: KeyChanges) => api.patch(routes.api.key(clientId), changes, KeyDetails), onSuccess: keep });
}

export function useSetKeyDisabled(clientId: string) {
  const keep = useKeep();
  return useMutation({ mutationFn: (state: KeyState) => api.patch(routes.api.keyState(clientId), state, KeyDetails), onSuccess: keep });
}

export function useRotateSecret(clientId: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: (input: SecretRotation) => api.post(routes.api.keySecret(clientId), input, RotatedSecret),
    onSuccess: ({ key }) => keep(key),
  });
}

export function useDeleteKey(clientId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete(routes.api.key(clientId), undefined, DeletedKey),
    onSuccess: () => {
      queries.removeQueries({ queryKey: keyKey(clientId) });
      return queries.invalidateQueries({ queryKey: keysKey, exact: true });
    },
  });
}
