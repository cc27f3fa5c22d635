import { z } from 'zod';
import { beginPasskey } from '@/lib/identity/passkeys';
import { portal } from '@/lib/web/portal';

export const POST = portal(z.object({}), beginPasskey);
