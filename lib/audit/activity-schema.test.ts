import { expect, it } from 'vitest';
import { EVENT_KINDS, eventNamesOf, kindOf } from './activity-schema';
import { AUDIT_EVENTS } from './schema';

it.each(AUDIT_EVENTS)('%s is of one kind', (name) => {
  expect(EVENT_KINDS.filter((kind) => eventNamesOf(kind).includes(name))).toEqual([kindOf(name)]);
});

it('an event of a later version is of none', () => {
  expect(kindOf('rocket.launched')).toBeNull();
});
