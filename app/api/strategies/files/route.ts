import { deleteFile } from '@/lib/strategies/delete-file';
import { DeleteFile } from '@/lib/strategies/schema';
import { portal } from '@/lib/web/portal';

export const DELETE = portal(DeleteFile, (ctx, user, { path }) => deleteFile(ctx, user.id, path));
