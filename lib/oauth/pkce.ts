// Proof Key for Code Exchange (RFC 7636), S256 only.
import { sha256 } from '@/lib/core/crypto';

/** 43 to 128 unreserved characters (RFC 7636 §4.1, §4.2). */
const WELL_FORMED = /^[A-Za-z0-9\-._~]{43,128}$/;

export function isWellFormedChallenge(text: string): boolean {
  return WELL_FORMED.test(text);
}

/** BASE64URL(SHA256(verifier)); null for a verifier that cannot be one. */
export function challengeOf(verifier: string): string | null {
  return WELL_FORMED.test(verifier) ? sha256(verifier) : null;
}
