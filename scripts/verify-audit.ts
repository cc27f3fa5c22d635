// npm run verify-audit: recomputes every audit chain. A line per broken one and exit code 1, or how many are unbroken and 0.
import { verifyAll } from '@/lib/audit/verify-all';
import { withRegistry } from './with-registry';

await withRegistry(async (ctx) => ((await verifyAll(ctx, console.log)) === 0 ? 0 : 1));
