// What axe finds wrong with a page, once it is at rest.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Violations in words, of every rule or of those named. Axe would also describe whatever passed, and put its answer together in a second
 * page, which is for pages with frames: both take longer than the rules do, and say nothing about violations.
 */
export async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
  expect(page.frames(), 'no frames, which this would not look into').toHaveLength(1);
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Waits until colors have changed and panels have opened. What turns for ever does not count. */
export async function toRest(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
  );
}
