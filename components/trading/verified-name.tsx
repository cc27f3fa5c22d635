import { Badge } from '@/components/ui/badge';

/** Who asks, with the verified mark where we know it. */
export function VerifiedName({ name, isVerified }: { name: string; isVerified: boolean }) {
  return (
    <>
      <span className="wrap-anywhere font-medium">{name}</span> {isVerified && <Badge tone="verified">Verified</Badge>}
    </>
  );
}
