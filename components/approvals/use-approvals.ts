'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useProof } from '@/components/identity/use-proof';
import { portalNowKey } from '@/components/layout/portal-watch';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import type { PortalNow } from '@/lib/strategies/schema';
import { Approvals, type Decision, ShownTrade } from '@/lib/trading/portal-schema';

const approvalsKey = ['approvals'] as const;
const approvalKey = (approvalId: string) => [...approvalsKey, approvalId] as const;
const EVERY_MS = 2000;

/** What waits and what was decided, asked every two seconds while the page is in view. */
export function useApprovals(initialData: Approvals) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: approvalsKey,
    queryFn: async () => {
      const approvals = await api.get(routes.api.approvals(), Approvals);
      // The number beside the navigation says the same as the page.
      queries.setQueryData<PortalNow>(portalNowKey, (now) => now && { ...now, waiting: approvals.waiting.length });
      return approvals;
    },
    initialData,
    refetchInterval: EVERY_MS,
  });
}

const UNSETTLED: ReadonlySet<ShownTrade['state']> = new Set(['awaiting_approval', 'placing', 'unknown']);

/** One trade, asked for until it has ended. */
export function useApproval(initialData: ShownTrade, approvalId: string) {
  return useQuery({
    queryKey: approvalKey(approvalId),
    queryFn: () => api.get(routes.api.approval(approvalId), ShownTrade),
    initialData,
    refetchInterval: ({ state: { data } }) => (data && UNSETTLED.has(data.state) ? EVERY_MS : false),
  });
}

/** Approving needs a recent sign-in, so it may ask for one; declining never does. */
export function useDecide(approvalId: string) {
  const queries = useQueryClient();
  const withProof = useProof();
  return useMutation({
    mutationFn: (decision: Decision) => withProof(() => api.post(routes.api.approval(approvalId), decision, ShownTrade)),
    onSuccess: (trade) => queries.setQueryData(approvalKey(approvalId), trade),
    onSettled: () =>
      Promise.all([queries.invalidateQueries({ queryKey: approvalsKey }), queries.invalidateQueries({ queryKey: portalNowKey })]),
  });
}
