// The cursor of the order list: the place of the last order shown, in the order newest first. Opaque to callers, and no secret:
// it names a place in the caller's own list and opens nothing.
import { BrokerError } from '@/lib/brokerage/port';
import type { OrderPlace } from './books';

const PLACE = /^(\d{1,15})\.(ord_[0-9A-Za-z]{1,64})$/;

export function writeCursor({ submittedAt, id }: OrderPlace): string {
  return Buffer.from(`${submittedAt.getTime()}.${id}`).toString('base64url');
}

/** @throws BrokerError `invalid_argument` when it is not a cursor of ours */
export function readCursor(cursor: string): OrderPlace {
  const text = Buffer.from(cursor.slice(0, 200), 'base64url').toString();
  const [, milliseconds, id] = PLACE.exec(text) ?? [];
  if (milliseconds === undefined || id === undefined) {
    throw new BrokerError('invalid_argument', 'The cursor is not one this list gave.', { field: 'cursor' });
  }
  return { submittedAt: new Date(Number(milliseconds)), id };
}
