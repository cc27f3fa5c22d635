import { describe, expect, it } from 'vitest';
import { parseSettings } from '@/lib/core/settings';
import { checkPlanGates, closedGates, gateSentences } from './plans';
import { SCOPE_IDS } from './scopes';

const gates = (PLAN_GATES: string) => parseSettings({ PLAN_GATES }).planGates;

describe('PLAN_GATES', () => {
  it('names the plans that include a permission', () => {
    expect([...gates(' orders:trade = pro | business , research:read=plus|pro|business ')]).toEqual([
      ['orders:trade', ['pro', 'business']],
      ['research:read', ['plus', 'pro', 'business']],
    ]);
    expect(gates('').size).toBe(0);
  });

  it.each(['orders:trade', 'orders:trade=', 'orders:trade=Pro', 'orders:trade=pro,orders:trade=plus', 'orders:trade=none', 'free<pro; x'])(
    '%j stops the start',
    (text) => expect(() => gates(text)).toThrow(/^PLAN_GATES /),
  );

  it('a permission that there is not stops the start', () => {
    expect(() => checkPlanGates(parseSettings({ PLAN_GATES: 'orders:smuggle=pro' }))).toThrow(/^PLAN_GATES must name permissions/);
    expect(() => checkPlanGates(parseSettings({ PLAN_GATES: SCOPE_IDS.map((id) => `${id}=pro`).join(',') }))).not.toThrow();
  });

  it('a gate is open for its plans alone; what has no gate is open for everyone', () => {
    const set = gates('orders:trade=pro|business');
    expect(closedGates(set, SCOPE_IDS, null)).toEqual([{ scope: 'orders:trade', plans: ['pro', 'business'] }]);
    expect(closedGates(set, SCOPE_IDS, 'plus')).toHaveLength(1);
    expect(closedGates(set, SCOPE_IDS, 'business')).toEqual([]);
    expect(closedGates(set, ['account:read'], null)).toEqual([]);
    expect(gateSentences(closedGates(set, SCOPE_IDS, null))).toEqual(['“Place, change and cancel orders” needs the plan pro or business.']);
  });
});
