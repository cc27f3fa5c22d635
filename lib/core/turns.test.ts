import { describe, expect, it } from 'vitest';
import { takeTurns } from './turns';

/** How often others had a turn while so many pieces were done. */
async function turnsOfOthers(turnMs: number, pieces: number, piece = () => {}): Promise<number> {
  let turns = 0;
  let isDone = false;
  const other = () => {
    turns += 1;
    if (!isDone) setImmediate(other);
  };
  setImmediate(other);
  const turn = takeTurns(turnMs);
  for (let index = 0; index < pieces; index += 1) {
    piece();
    await turn();
  }
  isDone = true;
  return turns;
}

describe('long work in turns', () => {
  it('lets others have theirs as soon as a turn is over', async () => {
    expect(await turnsOfOthers(0, 10)).toBe(10);
  });
  it('goes on without a pause until then', async () => {
    expect(await turnsOfOthers(60_000, 1_000)).toBe(0);
  });
  it('counts time, not pieces: one long piece ends the turn', async () => {
    const long = () => {
      for (const until = performance.now() + 3; performance.now() < until; );
    };
    expect(await turnsOfOthers(2, 3, long)).toBe(3);
  });
});
