// Refusals that any use case may raise. The edge (lib/web/portal.ts, lib/web/pages) turns each into an answer; messages are for people.

/** What a person can correct; `field` names the form field it belongs to. */
export class Refused extends Error {
  override name = 'Refused';
  constructor(
    message: string,
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

/** It contradicts what exists already. */
export class Conflict extends Refused {
  override name = 'Conflict';
}

/** It does not exist, or belongs to someone else: nobody can tell which. */
export class NotFound extends Error {
  override name = 'NotFound';
  constructor(message = 'This does not exist, or it was removed.') {
    super(message);
  }
}

/** Too often in a short time. */
export class TooManyAttempts extends Error {
  override name = 'TooManyAttempts';
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many attempts. Try again in ${inWords(retryAfterSeconds)}.`);
  }
}

function inWords(seconds: number): string {
  if (seconds < 60) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}
