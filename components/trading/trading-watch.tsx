'use client';
// What every page of the portal watches: how many trades wait for the person, and whether AI clients may trade.
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { counted } from '@/components/ui/counted';
import { api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { TradingNow } from '@/lib/trading/portal-schema';

export const tradingKey = ['trading'] as const;
const EVERY_MS = 2000;

const WatchContext = createContext<TradingNow | null>(null);

/** Asked every two seconds while the page is in view. */
export function TradingWatch({ initial, children }: { initial: TradingNow; children: ReactNode }) {
  const { data } = useQuery({
    queryKey: tradingKey,
    queryFn: () => api.get(routes.api.trading(), TradingNow),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
  const [announcement, setAnnouncement] = useState('');
  const before = useRef(initial.waiting);
  useEffect(() => {
    const { waiting } = data;
    if (waiting > before.current) setAnnouncement(`${counted(waiting, 'trade')} ${waiting === 1 ? 'waits' : 'wait'} for your approval.`);
    if (waiting === 0) setAnnouncement('');
    before.current = waiting;
  }, [data]);
  return (
    <WatchContext value={data}>
      {children}
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </WatchContext>
  );
}

export function useTradingNow(): TradingNow {
  const now = useContext(WatchContext);
  if (!now) throw new Error('useTradingNow needs a TradingWatch above it.');
  return now;
}
