import { AlpacaKeys } from '@/lib/brokerage/alpaca/keys-schema';
import { connectBroker } from '@/lib/trading/broker-connections';
import { portal } from '@/lib/web/portal';

/** "Connect Alpaca". */
export const POST = portal(AlpacaKeys, (ctx, user, keys) => connectBroker(ctx, user, keys));
