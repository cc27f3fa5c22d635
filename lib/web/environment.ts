// The only place that reads or sets the environment.
import { parseSettings, type Settings } from '@/lib/core/settings';

/** @throws SettingsError */
export function readSettings(): Settings {
  return parseSettings(process.env);
}

/** next-auth reads its own address from here and nowhere else. */
export function tellNextAuth({ appUrl }: Settings): void {
  process.env.NEXTAUTH_URL = appUrl;
}
