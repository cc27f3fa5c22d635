import { ActivityFilter, ExportFormat } from '@/lib/audit/activity-schema';
import { NotFound } from '@/lib/core/errors';
import { exportResponse } from '@/lib/web/activity';
import { portalWithoutBody } from '@/lib/web/portal';

/** "Export CSV" and "Export JSON". */
export const GET = portalWithoutBody(async (ctx, user, _params, query) => {
  const format = ExportFormat.safeParse(query.get('format'));
  if (!format.success) throw new NotFound('There is no export of this format.');
  return exportResponse(ctx, user.id, ActivityFilter.parse(Object.fromEntries(query)), format.data);
});
