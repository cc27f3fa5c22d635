// What a person hears when a key is not theirs or not there: the same either way.
import { NotFound } from '@/lib/core/errors';

export function keyNotFound(): NotFound {
  return new NotFound('You have no such key. It may have been deleted.');
}
