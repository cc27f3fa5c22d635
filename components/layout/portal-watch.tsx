'use client';
// What every page of the portal watches: trades that wait for the person, whether AI clients may trade, unread alerts.
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { counted } from '@/components/ui/counted';
import { ApiError, api } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { PortalNow } from '@/lib/strategies/schema';

export const portalNowKey = ['now'] as const;
const EVERY_MS = 2000;

/** Why what is shown may be old; null while the server answers. */
export type PortalTrouble = 'signed_out' | 'unreachable' | null;

const WatchContext = createContext<PortalNow | null>(null);
const TroubleContext = createContext<PortalTrouble>(null);

/** Asked every two seconds while the page is in view; what is new is also said to those who listen. */
export function PortalWatch({ initial, children }: { initial: PortalNow; children: ReactNode }) {
  const { data, error } = useQuery({
    queryKey: portalNowKey,
    queryFn: () => api.get(routes.api.now(), PortalNow),
    initialData: initial,
    refetchInterval: EVERY_MS,
  });
  const [announcement, setAnnouncement] = useState('');
  const before = useRef(initial);
  useEffect(() => {
    const news = newsSince(before.current, data);
    if (news !== '') setAnnouncement(news);
    else if (data.waiting === 0 && data.alerts.unread === 0) setAnnouncement('');
    before.current = data;
  }, [data]);
  return (
    <WatchContext value={data}>
      <TroubleContext value={error && troubleOf(error)}>{children}</TroubleContext>
      <p aria-live="polite" className="sr-only">
        {announcement}
      </p>
    </WatchContext>
  );
}

function troubleOf(error: Error): PortalTrouble {
  return error instanceof ApiError && error.status === 401 ? 'signed_out' : 'unreachable';
}

function newsSince(before: PortalNow, { waiting, alerts: { unread, newestAt } }: PortalNow): string {
  const isNewAlert = newestAt !== null && (before.alerts.newestAt === null || newestAt > before.alerts.newestAt);
  return [
    ...(waiting > before.waiting ? [`${counted(waiting, 'trade')} ${waiting === 1 ? 'waits' : 'wait'} for your approval.`] : []),
    ...(isNewAlert ? [`${counted(unread, 'unread alert')}.`] : []),
  ].join(' ');
}

export function usePortalNow(): PortalNow {
  const now = useContext(WatchContext);
  if (!now) throw new Error('usePortalNow needs a PortalWatch above it.');
  return now;
}

export function usePortalTrouble(): PortalTrouble {
  return useContext(TroubleContext);
}
