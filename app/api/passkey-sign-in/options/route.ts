import { z } from 'zod';
import { json } from '@/lib/core/http';
import { beginPasskeySignIn } from '@/lib/identity/passkeys';
import { portalForAnyone } from '@/lib/web/portal';

export const POST = portalForAnyone(z.object({}), async (ctx) => json(await beginPasskeySignIn(ctx)));
