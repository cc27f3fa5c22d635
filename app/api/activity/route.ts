import { ActivityQuery } from '@/lib/audit/activity-schema';
import { findActivity } from '@/lib/web/activity';
import { portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user, _params, query) =>
  findActivity(ctx, user.id, ActivityQuery.parse(Object.fromEntries(query))),
);
