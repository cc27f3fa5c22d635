import { removeNote } from '@/lib/journal/remove-note';
import { portalWithoutBody } from '@/lib/web/portal';

export const DELETE = portalWithoutBody((ctx, user, { entryId = '' }) => removeNote(ctx, user.id, entryId));
