'use client';
// Webhooks of a platform in the browser: one query each, read anew after every change and while something is on its way.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { CreatedEndpoint, isBeingSent, NewSecret, Webhooks } from '@/lib/webhooks/portal-schema';
import type { NewEndpoint } from '@/lib/webhooks/schema';

const webhooksKey = (platformId: string) => ['webhooks', platformId] as const;
const WATCH_MS = 2_000;

export function useWebhooks(platformId: string, initialData: Webhooks) {
  return useQuery({
    queryKey: webhooksKey(platformId),
    queryFn: () => api.get(routes.api.webhooks(platformId), Webhooks),
    initialData,
    refetchInterval: ({ state }) => (state.data?.deliveries.some(isBeingSent) ? WATCH_MS : false),
  });
}

function useChange<Input, Output>(platformId: string, mutationFn: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries({ queryKey: webhooksKey(platformId) }) });
}

export const useAddEndpoint = (platformId: string) =>
  useChange(platformId, (endpoint: NewEndpoint) => api.post(routes.api.webhooks(platformId), endpoint, CreatedEndpoint));

export const useRotateSecret = (platformId: string, id: string) =>
  useChange(platformId, (_: undefined) => api.post(routes.api.webhookSecret(platformId, id), {}, NewSecret));

export const useSetEndpointDisabled = (platformId: string, id: string) =>
  useChange(platformId, (isDisabled: boolean) => api.patch(routes.api.webhook(platformId, id), { isDisabled }, Nothing));

export const useRemoveEndpoint = (platformId: string, id: string) =>
  useChange(platformId, (_: undefined) => api.delete(routes.api.webhook(platformId, id), undefined, Nothing));

export const useSendTest = (platformId: string, id: string) =>
  useChange(platformId, (_: undefined) => api.post(routes.api.webhookTest(platformId, id), {}, Nothing));

export const useSendAgain = (platformId: string, deliveryId: string) =>
  useChange(platformId, (_: undefined) => api.post(routes.api.webhookDelivery(platformId, deliveryId), {}, Nothing));
