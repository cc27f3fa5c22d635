'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useProof } from '@/components/identity/use-proof';
import type { FirmLimits } from '@/lib/brokerage/schema';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { AccountView } from '@/lib/trading/portal-schema';

const accountsKey = ['accounts'] as const;
const EVERY_MS = 5000;

/** Accounts with their books, kept current while the page is in view. */
export function useAccounts(initialData: AccountView[]) {
  return useQuery({
    queryKey: accountsKey,
    queryFn: () => api.get(routes.api.accounts(), AccountView.array()),
    initialData,
    refetchInterval: EVERY_MS,
  });
}

function useAccountChange<Input>(mutationFn: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSettled: () => queries.invalidateQueries({ queryKey: accountsKey }) });
}

/** "Allow trading": on asks for a recent sign-in, off never does. */
export function useTradingSwitch(accountId: string) {
  const withProof = useProof();
  return useAccountChange((tradingEnabled: boolean) =>
    withProof(() => api.patch(routes.api.account(accountId), { tradingEnabled }, Nothing)),
  );
}

export function useCancelOrder(accountId: string) {
  return useAccountChange((orderId: string) => api.delete(routes.api.accountOrder(accountId, orderId), undefined, Nothing));
}

/** Both loss limits of an account; looser ones ask for a proof first. */
export function useFirmLimits(accountId: string) {
  const withProof = useProof();
  return useAccountChange((limits: FirmLimits) => withProof(() => api.patch(routes.api.accountFirmLimits(accountId), limits, Nothing)));
}

/** Joins an account at Alpaca. */
export function useConnectBroker() {
  const withProof = useProof();
  return useAccountChange((keys: { keyId: string; secretKey: string }) =>
    withProof(() => api.post(routes.api.brokerConnections(), keys, Nothing)),
  );
}

export function useDisconnectBroker() {
  return useAccountChange((accountId: string) => api.delete(routes.api.brokerConnection(accountId), undefined, Nothing));
}

/** The person's own "Ask me above", for every AI client. */
export function useOwnRule() {
  const withProof = useProof();
  const router = useRouter();
  return useMutation({
    mutationFn: (approvalAbove: string | null) => withProof(() => api.patch(routes.api.approvalRule(), { approvalAbove }, Nothing)),
    onSuccess: () => router.refresh(),
  });
}
