// At most eight calls of a grant run at once in this process; further ones wait for their turn, in order (tool-catalogue §5).
import { Turnstile } from '@/lib/core/turnstile';

export const MOST_CALLS_AT_ONCE = 8;

export const callsOfGrants = new Turnstile(MOST_CALLS_AT_ONCE);
