import { Badge } from '@/components/ui/badge';
import { canTrade, type ScopeId } from '@/lib/grants/scopes';
import { scopesInWords } from './scope-words';

/** Permissions in a row of a list: the sentence, marked when it can move money. */
export function ScopeSummary({ scopes }: { scopes: readonly ScopeId[] }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 gap-y-1">
      <span className="text-pretty">{scopesInWords(scopes)}</span>
      {canTrade(scopes) && <Badge tone="money">Can trade</Badge>}
    </span>
  );
}
