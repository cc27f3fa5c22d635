import { strategiesOf } from '@/lib/strategies/views';
import { portalWithoutBody } from '@/lib/web/portal';

export const GET = portalWithoutBody((ctx, user) => strategiesOf(ctx, user.id));
