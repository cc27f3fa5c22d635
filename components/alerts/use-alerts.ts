'use client';
// Alerts of AI clients in the browser: one list, for the header and for the overview.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { portalNowKey, usePortalNow } from '@/components/layout/portal-watch';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { AlertList, type PortalNow } from '@/lib/strategies/schema';

const alertsKey = ['alerts'] as const;

/** Read anew as soon as the watch of the portal sees that it is not the list of now. */
export function useAlerts(initialData?: AlertList) {
  const queries = useQueryClient();
  const { alerts: now } = usePortalNow();
  const query = useQuery({ queryKey: alertsKey, queryFn: () => api.get(routes.api.alerts(), AlertList), initialData });
  const { data } = query;
  const isBehind = data !== undefined && (data.count.unread !== now.unread || data.count.newestAt !== now.newestAt);
  useEffect(() => {
    if (isBehind) void queries.invalidateQueries({ queryKey: alertsKey });
  }, [isBehind, queries]);
  return query;
}

/** @param ids null for all of them */
export function useMarkRead() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | null) => api.post(routes.api.alerts(), { ids }, AlertList),
    onSuccess: (list) => {
      queries.setQueryData(alertsKey, list);
      queries.setQueryData<PortalNow>(portalNowKey, (now) => now && { ...now, alerts: list.count });
    },
  });
}
