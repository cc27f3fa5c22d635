// npm run set-plan -- EMAIL PLAN: gives a person a plan, which opens the permissions that PLAN_GATES puts behind it; `none` takes it away.
import { isPlanName } from '@/lib/core/settings';
import { setPlan } from '@/lib/identity/set-plan';
import { misused, withRegistry } from './with-registry';

const [whom, plan] = process.argv.slice(2);
if (whom === undefined || plan === undefined || !isPlanName(plan)) {
  process.exitCode = misused(
    'Say whose plan, and which: npm run set-plan -- name@example.com pro (or none; lower case, digits and hyphens).',
  );
} else {
  await withRegistry(async (ctx) => {
    const known = new Set([...ctx.settings.planGates.values()].flat());
    if (plan !== 'none' && !known.has(plan)) {
      console.error(
        known.size === 0 ? 'PLAN_GATES names no plan, so none is needed.' : `PLAN_GATES names these plans: ${[...known].join(', ')}.`,
      );
      return 1;
    }
    const user = await setPlan(ctx, whom, plan === 'none' ? null : plan);
    if (user === null) console.error(`No account has the address or id ${whom}.`);
    else
      console.log(
        plan === 'none' ? `${user.email} has no plan any more.` : `${user.email} has the plan ${plan}. It counts for the next call.`,
      );
    return user === null ? 1 : 0;
  });
}
