// Which broker stands behind the port, as BROKER says.
import { alpacaBroker } from '@/lib/brokerage/alpaca/broker';
import { paperBroker } from '@/lib/brokerage/paper/broker';
import type { Broker } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';

export function brokerFor({ settings }: Pick<Ctx, 'settings'>): Broker {
  switch (settings.broker) {
    case 'paper':
      return paperBroker;
    case 'alpaca':
      return alpacaBroker;
  }
}
