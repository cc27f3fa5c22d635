// The version of this software, as package.json has it.
import packageJson from '@/package.json';

export const VERSION: string = packageJson.version;
