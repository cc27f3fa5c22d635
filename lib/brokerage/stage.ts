// What the contract of the port is played on; an adapter's test sets it.
import type { Ctx } from '@/lib/db/context';
import type { Broker } from './port';

export type Stage = Readonly<{
  broker: Broker;
  ctx: Ctx;
  /** Has one account or more with at least one position and two orders; the first has trading on and a few hundred dollars to spend. */
  userId: string;
  /** Has accounts too, none of them the first person's. */
  strangerId: string;
  /** Listed, canonical, different; their market is open, and market orders for one share fill at once. */
  symbols: readonly [string, string];
}>;
