import type { Connection } from '@/lib/grants/portal-schema';

export type ClientGroup = Readonly<{ clientId: string; name: string; connections: readonly [Connection, ...Connection[]] }>;

/** One group per client in the order its first connection comes, each with all of its connections. */
export function groupByClient(connections: readonly Connection[]): ClientGroup[] {
  const groups = new Map<string, [Connection, ...Connection[]]>();
  for (const connection of connections) {
    const group = groups.get(connection.clientId);
    if (group) group.push(connection);
    else groups.set(connection.clientId, [connection]);
  }
  return [...groups].map(([clientId, members]) => ({ clientId, name: members[0].clientName, connections: members }));
}

/** Those whose name, destination or permissions contain every word of the search. */
export function searchConnections(connections: readonly Connection[], search: string): Connection[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return connections.filter(({ clientName, destination, scopes, accounts }) => {
    const text = [clientName, destination, ...scopes, ...accounts.map(({ name, lastDigits }) => `${name} ${lastDigits}`)]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
