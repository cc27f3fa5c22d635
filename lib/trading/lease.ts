import { extendLease } from './claim';
import type { TradingCtx } from './context';
import { SENDING_SECONDS } from './schema';

/** Somebody else looks after the confirmation now. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}

/** The time in which this process alone may send the orders of a confirmation. */
export class Lease {
  constructor(
    private readonly ctx: TradingCtx,
    private readonly id: string,
    private claimedUntil: Date,
  ) {}

  /**
   * Asked right before each request. A lease that is over is not taken up again, even when nobody else has it: then the trade is judged anew.
   * @throws LeaseLost
   */
  async require(): Promise<void> {
    const { ctx, id, claimedUntil } = this;
    const secondsLeft = (claimedUntil.getTime() - ctx.now().getTime()) / 1000;
    if (secondsLeft >= SENDING_SECONDS) return;
    const until = secondsLeft <= 0 ? null : await extendLease(ctx, { id, claimedUntil });
    if (!until) throw new LeaseLost(`the lease of ${id} is over`);
    this.claimedUntil = until;
  }
}
