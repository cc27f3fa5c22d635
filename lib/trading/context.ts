// What the use cases of trading rely on besides the broker; lib/web puts it together.
import type { BrokerCtx } from '@/lib/brokerage/port';
import type { Ctx } from '@/lib/db/context';
import type { Confirmation } from './queries/confirmations';

/** Starts what a confirmed deployment asks for. Called again after a crash, so it starts nothing twice for one confirmation. */
export type Deployments = Readonly<{ start: (ctx: Ctx, confirmation: Confirmation) => Promise<void> }>;

/** Hears of each trade that waits for its person from now on. Does not fail, and nobody waits for it. */
export type ApprovalAsked = (ctx: Ctx, confirmation: Confirmation) => void;

export type TradingCtx = BrokerCtx & Readonly<{ deployments?: Deployments; approvalAsked?: ApprovalAsked }>;

/** The connection that proposes and confirms: proved by its token, or the one a strategy was deployed by. */
export type Caller = Readonly<{ userId: string; grantId: string; clientId: string }>;
