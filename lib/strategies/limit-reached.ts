import { Refused } from '@/lib/core/errors';

export type ReachedLimit = Readonly<{ name: string; allowed: number; unit: string }>;

/** As much as a person or a connection may have for now. */
export class LimitReached extends Refused {
  override name = 'LimitReached';
  constructor(
    message: string,
    readonly limit: ReachedLimit,
    readonly retryAfterSeconds: number,
  ) {
    super(message);
  }
}
