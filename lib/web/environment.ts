// The only place that reads or sets the environment.
import { readFileSync } from 'node:fs';
import { parseSettings, type Settings, SettingsError } from '@/lib/core/settings';
import { checkPlanGates } from '@/lib/grants/plans';

/** @throws SettingsError */
export function readSettings(environment: Readonly<Record<string, string | undefined>> = process.env): Settings {
  const settings = parseSettings(environment);
  checkPlanGates(settings);
  return settings;
}

/** next-auth reads its own address from here and nowhere else. */
export function tellNextAuth({ appUrl }: Settings): void {
  process.env.NEXTAUTH_URL = appUrl;
}

/** The text of the operator's list of platform callbacks; null without one. @throws SettingsError when it cannot be read */
export function readPlatformCallbacksFile({ platformCallbacksFile }: Settings): string | null {
  if (platformCallbacksFile === null) return null;
  try {
    return readFileSync(platformCallbacksFile, 'utf8');
  } catch {
    throw new SettingsError(`PLATFORM_CALLBACKS: the file ${platformCallbacksFile} cannot be read.`);
  }
}
