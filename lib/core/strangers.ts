// Abuse before authentication: requests without credentials, or with bad ones, are limited per network, by this process alone and in
// memory. On purpose not the shared counters: what nobody answers for must cost no statement, neither to count nor to refuse. Guessing
// is no concern here, since every secret has 256 bits.
import { sha256 } from './crypto';
import { makeRoom, type Windows } from './windows';

/** Part of every client's first handshake, and cheap to answer. */
export const WITHOUT_CREDENTIALS = { limit: 600, windowSeconds: 60 } as const;
export const BAD_CREDENTIALS = { limit: 100, windowSeconds: 60 } as const;
/** Credentials never seen here that a limited network may still have looked up: a person behind the same address may have just signed in. */
export const LOOKUPS_WHILE_LIMITED = { limit: 60, windowSeconds: 60 } as const;
/** Refused requests of a network of which the registry is asked whose timeline they belong on. */
export const LOOKUPS_FOR_THE_RECORD = { limit: 60, windowSeconds: 60 } as const;

const MOST_REMEMBERED = 20_000;

/** What a request brought to prove itself. */
export type Credentials = Readonly<{
  text: string;
  /** Whether it could be one of ours, by its shape and checksum. */
  isWellFormed: boolean;
}>;

export class Strangers {
  private readonly accepted = new Set<string>();

  constructor(private readonly windows: Windows) {}

  /**
   * Seconds for which this network is to wait; null when the request may go on. Credentials that were good here before always may: many
   * people can share one address.
   */
  secondsToWait(network: string, credentials: Credentials | null): number | null {
    if (credentials === null) return this.windows.secondsLeft(withoutKey(network), WITHOUT_CREDENTIALS);
    const secondsLeft = this.windows.secondsLeft(badKey(network), BAD_CREDENTIALS);
    if (secondsLeft === null || this.accepted.has(sha256(credentials.text))) return null;
    if (!credentials.isWellFormed) return secondsLeft;
    return this.windows.count(`lookups:${network}`, LOOKUPS_WHILE_LIMITED) ? null : secondsLeft;
  }

  /** The request was refused for its credentials. */
  refused(network: string, credentials: Credentials | null): void {
    if (credentials === null) this.windows.count(withoutKey(network), WITHOUT_CREDENTIALS);
    else this.windows.count(badKey(network), BAD_CREDENTIALS);
    if (credentials) this.accepted.delete(sha256(credentials.text));
  }

  /** The credentials were good. */
  welcomed(text: string): void {
    const hash = sha256(text);
    if (this.accepted.has(hash)) return;
    makeRoom(this.accepted, MOST_REMEMBERED);
    this.accepted.add(hash);
  }

  /** Whether the registry may be asked whom a refused request of this network concerns; counts it. */
  mayBeLookedUp(network: string): boolean {
    return this.windows.count(`record:${network}`, LOOKUPS_FOR_THE_RECORD);
  }
}

const withoutKey = (network: string) => `without:${network}`;
const badKey = (network: string) => `bad:${network}`;
