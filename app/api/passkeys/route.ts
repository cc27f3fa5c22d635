import { AddPasskeyInput } from '@/lib/identity/passkey-schema';
import { addPasskey } from '@/lib/identity/passkeys';
import { portal } from '@/lib/web/portal';

export const POST = portal(AddPasskeyInput, addPasskey);
