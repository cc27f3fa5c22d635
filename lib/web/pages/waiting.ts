// What a person was about to do when they were asked to sign in: kept in the address through errors, sign-up and account switching.
import { readQuery } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import { localPath } from '@/lib/web/continue';

export type Waiting = Readonly<{
  /** A page of ours to go to afterwards. */
  target: string;
  /** Someone is signed in and wants to be someone else. */
  isSwitch: boolean;
  /** An authorization waits, so an app is being connected. */
  isConnecting: boolean;
}>;

/** @throws BadRequest for a repeated parameter */
export function readWaiting(request: Request): Waiting {
  const query = readQuery(request);
  const target = localPath(query.get('continue')) ?? routes.home();
  return { target, isSwitch: query.get('switch') === '1', isConnecting: target.startsWith('/oauth/') };
}
