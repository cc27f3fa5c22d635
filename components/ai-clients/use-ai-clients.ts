'use client';
// Connections in the browser: one query key per resource, every change refreshed from the answer.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { AskedAgain, Connection, type Narrowing, RevokedConnections, type Widening } from '@/lib/grants/portal-schema';

const connectionsKey = ['ai-clients'] as const;
const connectionKey = (grantId: string) => [...connectionsKey, grantId] as const;

export function useConnections(initialData: Connection[]) {
  return useQuery({ queryKey: connectionsKey, queryFn: () => api.get(routes.api.aiClients(), Connection.array()), initialData });
}

export function useConnection(initialData: Connection) {
  const { id } = initialData;
  return useQuery({ queryKey: connectionKey(id), queryFn: () => api.get(routes.api.aiClient(id), Connection), initialData });
}

/** Takes rights away. */
export function useNarrow(grantId: string) {
  return useChangeOfRights(grantId, (keep: Narrowing) => api.patch(routes.api.aiClient(grantId), keep, Connection));
}

/** Gives rights. */
export function useWiden(grantId: string) {
  return useChangeOfRights(grantId, (more: Widening) => api.post(routes.api.aiClientRights(grantId), more, Connection));
}

function useChangeOfRights<Change>(grantId: string, mutationFn: (change: Change) => Promise<Connection>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: (connection) => {
      queries.setQueryData(connectionKey(grantId), connection);
      return queries.invalidateQueries({ queryKey: connectionsKey, exact: true });
    },
  });
}

/** The next authorization of the client shows the page. */
export function useAskAgain() {
  return useMutation({
    mutationFn: (grantId: string) => api.delete(routes.api.aiClientConsent(grantId), undefined, AskedAgain),
  });
}

/** Ends one connection. */
export function useEndConnection() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (grantId: string) => api.delete(routes.api.aiClient(grantId), undefined, RevokedConnections),
    onSuccess: () => queries.invalidateQueries({ queryKey: connectionsKey, exact: true }),
  });
}

/** "Revoke access": ends every connection of the client and forgets the consent. */
export function useRevokeClient() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (clientId: string) => api.delete(routes.api.aiClients(), { clientId }, RevokedConnections),
    onSuccess: () => queries.invalidateQueries({ queryKey: connectionsKey, exact: true }),
  });
}
