import { addNote } from '@/lib/journal/add-note';
import { NewNote } from '@/lib/journal/schema';
import { brokerFor } from '@/lib/web/broker';
import { journalOf } from '@/lib/web/journal';
import { portal, portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user, _params, query) => journalOf(ctx, user.id, query.get('cursor')));

export const POST = portal(NewNote, (ctx, user, note) => addNote({ ...ctx, broker: brokerFor(ctx) }, user.id, note));
