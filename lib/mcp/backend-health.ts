// Whether what answers here is running and new enough.
import { z } from 'zod';
import type { Core } from '@/lib/core/context';
import { isVersionBelow } from '@/lib/core/semver';
import { VERSION } from '@/lib/core/version';

export const BackendOut = z.strictObject({
  online: z.boolean().describe('Whether the broker answers.'),
  version: z.string(),
  minimum_version: z.string().nullable().describe('The lowest version the operator accepts; null for any.'),
  is_supported: z.boolean(),
  advice: z.string().nullable().describe('What to do when it is not online or not supported; null when all is well.'),
});
export type Backend = z.input<typeof BackendOut>;

export function backendHealth({ settings }: Pick<Core, 'settings'>, online: boolean, version = VERSION): Backend {
  const minimum = settings.backendMinVersion;
  const is_supported = minimum === null || !isVersionBelow(version, minimum);
  return { online, version, minimum_version: minimum, is_supported, advice: advice(online, is_supported, version, minimum) };
}

function advice(online: boolean, isSupported: boolean, version: string, minimum: string | null): string | null {
  if (!isSupported) {
    return `This is version ${version}, and the operator accepts ${minimum} or later: tell the user to ask the operator for an update, and check important results in the portal.`;
  }
  return online ? null : 'The broker does not answer right now: try again in a minute, and tell the user if it stays so.';
}
