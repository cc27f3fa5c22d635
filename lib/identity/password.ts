// argon2id. At most two hashes at once in this process and a bounded queue: a flood of sign-ins must not starve everything else.
import { hash, verify } from '@node-rs/argon2';
import type { Core } from '@/lib/core/context';
import { TooManyAttempts } from '@/lib/core/errors';

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }; // OWASP Password Storage Cheat Sheet
const SALT_BYTES = 16;
/** What an unknown person's password is compared with, so that the answer takes as long. Made with COST from a forgotten password. */
const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$nJnAGhJIGq6M4knusAl32w$9LU2j+6/bftH2RHwBP4j3/73F3EXK0GBZoRD62i+ebs';

export function hashPassword({ random }: Pick<Core, 'random'>, password: string): Promise<string> {
  return inTurn(() => hash(password, { ...COST, salt: random(SALT_BYTES) }));
}

/** @param passwordHash null for nobody: false, after the same work */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, password));
  return matches && passwordHash !== null;
}

const AT_ONCE = 2;
const MOST_WAITING = 64;
const RETRY_SECONDS = 5;

type Queue = { running: number; waiting: (() => void)[] };

// On globalThis, because the module can be loaded more than once in a process.
const QUEUE = Symbol.for('client-center.password-hashing');

function queue(): Queue {
  const holder = globalThis as typeof globalThis & { [QUEUE]?: Queue };
  holder[QUEUE] ??= { running: 0, waiting: [] };
  return holder[QUEUE];
}

/** @throws TooManyAttempts when too many wait already */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const { waiting } = queue();
  if (queue().running < AT_ONCE) queue().running += 1;
  else if (waiting.length >= MOST_WAITING) throw new TooManyAttempts(RETRY_SECONDS);
  else await new Promise<void>((start) => waiting.push(start)); // the one that ends hands its place over
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else queue().running -= 1;
  }
}
