// Handles: plain ASCII, none that reads like another one or like us.

/** 3 to 30 lower-case letters, digits and underscores; begins with a letter and has no two underscores in a row, nor one at the end. */
const SHAPE = /^[a-z](?:_?[a-z0-9]){2,29}$/;
const LONGEST = 30;

/** They would be taken for the operator, the product or a part of it. */
const RESERVED = [
  'admin',
  'administrator',
  'client_center',
  'help',
  'moderator',
  'official',
  'operator',
  'owner',
  'paper',
  'root',
  'security',
  'staff',
  'support',
  'system',
  'team',
  'trader',
  'verified',
];

const FOLDED: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', i: 'l', '3': 'e', '5': 's', '8': 'b', '2': 'z' };

/** Two handles with the same skeleton look alike: "rn" and "m", "0" and "o", "l", "i" and "1". */
export function skeletonOf(handle: string): string {
  return handle
    .replaceAll('_', '')
    .replaceAll(/[012358i]/g, (character) => FOLDED[character] ?? character)
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd');
}

const reservedSkeletons = RESERVED.map(skeletonOf);

/** What is wrong with a handle, in words; null when nothing is. */
export function requireHandle(handle: string): string | null {
  if (handle.length > LONGEST || !SHAPE.test(handle)) {
    return 'Use 3 to 30 lower-case letters, digits and single underscores, and begin with a letter.';
  }
  const skeleton = skeletonOf(handle);
  const isReserved = reservedSkeletons.some((reserved) => skeleton === reserved || (reserved.length > 6 && skeleton.includes(reserved)));
  return isReserved ? 'This handle would be taken for ours. Choose another one.' : null;
}
