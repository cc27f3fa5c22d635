// Which plan a permission needs (PLAN_GATES). Pure.
import { type PlanGates, type Settings, SettingsError } from '@/lib/core/settings';
import { isScopeId, SCOPE_IDS, SCOPES, type ScopeId } from './scopes';

/** @throws SettingsError for a permission that there is not */
export function checkPlanGates({ planGates }: Pick<Settings, 'planGates'>): void {
  for (const scope of planGates.keys()) {
    if (!isScopeId(scope)) throw new SettingsError(`PLAN_GATES must name permissions of this list: ${SCOPE_IDS.join(', ')}.`);
  }
}

export type PlanGate = Readonly<{ scope: ScopeId /** Any of them will do. */; plans: readonly string[] }>;

/** The gates that this plan does not open, in the catalogue's order. @param plan null for the plan everybody has */
export function closedGates(gates: PlanGates, scopes: readonly ScopeId[], plan: string | null): PlanGate[] {
  return SCOPE_IDS.filter((id) => scopes.includes(id)).flatMap((scope) => {
    const plans = gates.get(scope);
    return plans && (plan === null || !plans.includes(plan)) ? [{ scope, plans }] : [];
  });
}

/** "the plan pro or business" */
export function plansInWords(plans: readonly string[]): string {
  return `the plan ${plans.join(' or ')}`;
}

/** One sentence per closed gate: "Read research needs the plan plus." */
export function gateSentences(closed: readonly PlanGate[]): string[] {
  return closed.map(({ scope, plans }) => `“${SCOPES.find(({ id }) => id === scope)?.sentence ?? scope}” needs ${plansInWords(plans)}.`);
}
