import { describe, expect, it } from 'vitest';
import { ApiError } from '@/lib/browser/api';
import { NewLimits } from '@/lib/grants/limits-schema';
import { DEFAULT_TRADE_RULES } from '@/lib/grants/trade-rules';
import { draftOf, fieldAtFault, limitsOf } from './limits-draft';

const saved = {
  limits: { maxOrderValue: '500', maxDailyValue: null, maxOrdersPerDay: 3, approvalAbove: '0' },
  rules: { ...DEFAULT_TRADE_RULES, symbolsAllow: ['AAPL', 'BRK.B'], maxQuantity: '0.5' },
  endsAt: '2030-02-01T00:00:00.000Z',
};

describe('the limits form', () => {
  it('sends what it shows', () => {
    expect(NewLimits.parse(limitsOf(draftOf(saved)))).toEqual({ ...saved.limits, endsOn: '2030-01-31', rules: saved.rules });
  });

  it('shows amounts with separators, and sends them without', () => {
    const large = { ...saved, limits: { ...saved.limits, maxOrderValue: '25000', maxDailyValue: '1250000.5' } };
    const draft = draftOf(large);
    expect([draft.maxOrderValue, draft.maxDailyValue]).toEqual(['25,000', '1,250,000.5']);
    expect(limitsOf(draft)).toMatchObject({ maxOrderValue: '25000', maxDailyValue: '1250000.5' });
    expect(NewLimits.safeParse(limitsOf({ ...draft, maxOrderValue: '1,5' })).error?.issues[0]?.path).toEqual(['maxOrderValue']);
  });

  it('reads symbols however they are written, and empties nothing by mistake', () => {
    const draft = { ...draftOf(saved), symbolsAllow: ' aapl,msft ;\n tsla ', maxOrdersPerDay: '1.5', maxOrderValue: ' ' };
    const sent = limitsOf(draft);
    expect(sent.rules.symbolsAllow).toEqual(['aapl', 'msft', 'tsla']);
    expect(sent.maxOrderValue).toBeNull();
    expect(NewLimits.safeParse(sent).error?.issues[0]?.path).toEqual(['maxOrdersPerDay']); // not "no limit"
  });

  it('finds the field that was refused', () => {
    expect(fieldAtFault(new ApiError('', 422, 'rules.symbolsAllow.0'))).toBe('symbolsAllow');
    expect(fieldAtFault(new ApiError('', 422, 'maxOrderValue'))).toBe('maxOrderValue');
    expect(fieldAtFault(new ApiError('', 422, 'signIn'))).toBeNull();
    expect(fieldAtFault(new Error())).toBeNull();
  });
});
