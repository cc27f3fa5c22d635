import { changePassword } from '@/lib/identity/change-password';
import { ChangePasswordInput } from '@/lib/identity/schema';
import { portal } from '@/lib/web/portal';

export const POST = portal(ChangePasswordInput, async (ctx, user, input) => ({
  endedSessions: await changePassword(ctx, user, input),
}));
