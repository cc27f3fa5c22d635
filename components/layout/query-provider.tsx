'use client';
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '@/lib/browser/api';

// Before the browser paints, and before React sets a switch back: in a timer, as is usual, what was pressed would flicker.
notifyManager.setScheduler(queueMicrotask);

const FRESH_MS = 10_000;
const RETRIES = 2;

/**
 * Keeps what client components have read. A refusal is an answer: only what did not get through is tried again. Without a network a request
 * fails at once, `networkMode`: kept back until there is one, an approval would be sent minutes after the person pressed it.
 */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: { networkMode: 'always', staleTime: FRESH_MS, retry: (failures, error) => failures < RETRIES && isTransient(error) },
          mutations: { networkMode: 'always', retry: false },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function isTransient(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 503);
}
