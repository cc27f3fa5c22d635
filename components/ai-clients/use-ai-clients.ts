'use client';
// Connections in the browser: one query key per resource, every change refreshed from the answer.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useProof } from '@/components/identity/use-proof';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import type { NewLimits } from '@/lib/grants/limits-schema';
import { AskedAgain, Connection, type Narrowing, RevokedConnections, type Widening } from '@/lib/grants/portal-schema';
import type { HideableFamily } from '@/lib/grants/tool-family-schema';
import { ShownTrade } from '@/lib/trading/portal-schema';

const WATCH_MS = 3000;

const connectionsKey = ['ai-clients'] as const;
const connectionKey = (grantId: string) => [...connectionsKey, grantId] as const;

const connections = { queryKey: connectionsKey, queryFn: () => api.get(routes.api.aiClients(), Connection.array()) };

export function useConnections(initialData: Connection[]) {
  return useQuery({ ...connections, initialData });
}

/** The same where the page was not made with them. */
export function useKnownConnections() {
  return useQuery(connections);
}

/** The same, looked at every few seconds while something is expected to happen. */
export function useWatchedConnections(initialData: Connection[], isWatching: boolean) {
  return useQuery({ ...connections, initialData, refetchInterval: isWatching && WATCH_MS });
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

/** Sets all limits; looser ones ask for a proof first. */
export function useUpdateLimits(grantId: string) {
  const withProof = useProof();
  return useChangeOfRights(grantId, (limits: NewLimits) =>
    withProof(() => api.patch(routes.api.aiClientLimits(grantId), limits, Connection)),
  );
}

export function useHideFamilies(grantId: string) {
  return useChangeOfRights(grantId, (hiddenFamilies: HideableFamily[]) =>
    api.patch(routes.api.aiClientTools(grantId), { hiddenFamilies }, Connection),
  );
}

export function usePause(grantId: string) {
  return useChangeOfRights(grantId, () => api.post(routes.api.aiClientPause(grantId), undefined, Connection));
}

/** Needs a recent sign-in: it may have been paused for a reason. */
export function useResume(grantId: string) {
  const withProof = useProof();
  return useChangeOfRights(grantId, () => withProof(() => api.delete(routes.api.aiClientPause(grantId), undefined, Connection)));
}

/** The newest trades that came from it. */
export function useTradesOf(grantId: string, initialData: ShownTrade[]) {
  return useQuery({
    queryKey: [...connectionKey(grantId), 'trades'],
    queryFn: () => api.get(routes.api.aiClientTrades(grantId), ShownTrade.array()),
    initialData,
    refetchInterval: 10_000,
  });
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
