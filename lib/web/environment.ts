// The only reader of the environment.
import { parseSettings, type Settings } from '@/lib/core/settings';

/** @throws SettingsError */
export function readSettings(): Settings {
  return parseSettings(process.env);
}
