'use client';
// A secret on its way from the answer that made it to the page that shows it: in memory only, taken once.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

const secretKey = (clientId: string) => ['new-secret', clientId] as const;

export function handOverSecret(queries: QueryClient, clientId: string, secret: string): void {
  queries.setQueryData(secretKey(clientId), secret);
}

/** The secret handed over for this key, and a way to show another one; null when there is none. */
export function useNewSecret(clientId: string): [string | null, (secret: string) => void] {
  const queries = useQueryClient();
  const [secret, setSecret] = useState<string | null>(() => queries.getQueryData<string>(secretKey(clientId)) ?? null);
  useEffect(() => queries.removeQueries({ queryKey: secretKey(clientId) }), [queries, clientId]);
  return [secret, setSecret];
}
