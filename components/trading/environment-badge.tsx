import { Badge } from '@/components/ui/badge';

/** Live or paper, in words and with a sign. */
export function EnvironmentBadge({ environment }: { environment: 'live' | 'paper' }) {
  return environment === 'live' ? <Badge tone="money">Live: real money</Badge> : <Badge>Paper: simulated</Badge>;
}
