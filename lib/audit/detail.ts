import type { Core } from '@/lib/core/context';
import type { AuditDetail } from './schema';

/** The detail as it is written: with the request it came from, which names the same lines in the server's log. */
export function writtenDetail({ requestId }: Pick<Core, 'requestId'>, detail: AuditDetail = {}): AuditDetail {
  return requestId === '' ? detail : { ...detail, requestId };
}
