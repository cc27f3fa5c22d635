'use client';
// Alerts of AI clients in the browser.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { AlertList } from '@/lib/strategies/schema';

const alertsKey = ['alerts'] as const;
const REFRESH_MS = 30_000;

export function useAlerts(initialData: AlertList) {
  return useQuery({
    queryKey: alertsKey,
    queryFn: () => api.get(routes.api.alerts(), AlertList),
    initialData,
    refetchInterval: REFRESH_MS,
  });
}

/** @param ids null for all of them */
export function useDismissAlerts() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[] | null) => api.delete(routes.api.alerts(), { ids }, AlertList),
    onSuccess: (left) => queries.setQueryData(alertsKey, left),
  });
}
