'use client';
// Strategies in the browser. Lists are read again while the page is in view: an AI client may begin something at any moment.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { BacktestPage, type BacktestState, StrategyOverview } from '@/lib/strategies/schema';

const strategiesKey = ['strategies'] as const;
const backtestKey = (id: string) => ['strategies', 'backtest', id] as const;

const WHILE_RUNNING_MS = 2_000;
const OTHERWISE_MS = 5_000;
const isActive = ({ state }: { state: BacktestState }) => state === 'queued' || state === 'running';

export function useStrategies(initialData: StrategyOverview) {
  return useQuery({
    queryKey: strategiesKey,
    queryFn: () => api.get(routes.api.strategies(), StrategyOverview),
    initialData,
    refetchInterval: ({ state }) => (state.data?.backtests.some(isActive) ? WHILE_RUNNING_MS : OTHERWISE_MS),
  });
}

export function useBacktest(initialData: BacktestPage) {
  const { id } = initialData;
  return useQuery({
    queryKey: backtestKey(id),
    queryFn: () => api.get(routes.api.strategyBacktest(id), BacktestPage),
    initialData,
    refetchInterval: ({ state }) => (state.data && isActive(state.data) ? WHILE_RUNNING_MS : false),
  });
}

/** Runs the request, then reads everything about strategies anew. */
function useChange<Input>(request: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: request, onSettled: () => queries.invalidateQueries({ queryKey: strategiesKey }) });
}

export const useDeleteFile = () => useChange((path: string) => api.delete(routes.api.strategyFiles(), { path }, Nothing));
export const useCancelBacktest = () => useChange((id: string) => api.delete(routes.api.strategyBacktest(id), undefined, Nothing));
export const useStopDeployment = () => useChange((id: string) => api.delete(routes.api.strategyDeployment(id), undefined, Nothing));
