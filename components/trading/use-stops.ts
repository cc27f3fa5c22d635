'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useProof } from '@/components/identity/use-proof';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { Stopped } from '@/lib/trading/portal-schema';
import type { StopTrading } from '@/lib/trading/schema';

/** Each change of a stop is asked for again everywhere. */
function useStop<Input, Answer>(mutationFn: (input: Input) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn, onSuccess: () => queries.invalidateQueries() });
}

export function useStopTrading() {
  return useStop((input: StopTrading) => api.post(routes.api.tradingStop(), input, Stopped));
}

export function useResumeTrading() {
  const withProof = useProof();
  return useStop(() => withProof(() => api.delete(routes.api.tradingStop(), undefined, Nothing)));
}

export function useStopEveryone() {
  return useStop((reason: string) => api.post(routes.api.tradingStopEveryone(), { reason }, Nothing));
}

export function useResumeEveryone() {
  const withProof = useProof();
  return useStop(() => withProof(() => api.delete(routes.api.tradingStopEveryone(), undefined, Nothing)));
}
