// How versions are written and ordered (semver.org).

const SEMVER = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

export function isSemver(text: string): boolean {
  return SEMVER.test(text);
}

/** Whether the version comes before the other; a text that is no version comes before everything. */
export function isVersionBelow(version: string, other: string): boolean {
  const [, ...mine] = SEMVER.exec(version) ?? [];
  const [, ...theirs] = SEMVER.exec(other) ?? [];
  if (mine.length === 0) return true;
  for (const place of [0, 1, 2]) {
    const difference = Number(mine[place]) - Number(theirs[place]);
    if (difference !== 0) return difference < 0;
  }
  return isPreReleaseBelow(mine[3], theirs[3]);
}

/** A pre-release comes before its release; identifiers count as numbers where both are, and numbers come before words. */
function isPreReleaseBelow(mine: string | undefined, theirs: string | undefined): boolean {
  if (mine === undefined || theirs === undefined) return mine !== undefined && theirs === undefined;
  const left = mine.split('.');
  const right = theirs.split('.');
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const [one, two] = [left[place], right[place]];
    if (one === undefined || two === undefined) return one === undefined;
    if (one === two) continue;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(one), /^\d+$/.test(two)];
    if (isNumber && isOtherNumber) return Number(one) < Number(two);
    return isNumber === isOtherNumber ? one < two : isNumber;
  }
  return false;
}
