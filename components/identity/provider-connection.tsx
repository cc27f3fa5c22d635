'use client';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { toast } from '@/components/ui/toaster';
import { api, Nothing } from '@/lib/browser/api';
import { routes } from '@/lib/core/routes';
import { useProof } from './use-proof';

type ProviderConnectionProps = {
  /** The host of the provider. */
  name: string;
  /** RFC 3339; null while it is not connected. */
  connectedAt: string | null;
};

const Start = z.object({ url: z.string() });

/** Joins the identity provider to the account, or parts them. */
export function ProviderConnection({ name, connectedAt }: ProviderConnectionProps) {
  const router = useRouter();
  const withProof = useProof();
  const connect = useMutation({
    mutationFn: () => withProof(() => api.post(routes.api.provider(), {}, Start)),
    onSuccess: ({ url }) => window.location.assign(url),
  });
  const disconnect = useMutation({
    mutationFn: () => api.delete(routes.api.provider(), undefined, Nothing),
    onSuccess: () => {
      router.refresh();
      toast.success('Sign-in disconnected');
    },
  });
  const problem = connect.error ?? disconnect.error;
  return (
    <div className="max-w-column space-y-4">
      {problem && <Notice tone="danger">{problem.message}</Notice>}
      {connectedAt === null ? (
        <Button pending={connect.isPending || connect.isSuccess} onClick={() => connect.mutate()}>
          Connect sign-in with {name}
        </Button>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p>
            Connected <RelativeTime at={connectedAt} />
          </p>
          <Button pending={disconnect.isPending} onClick={() => disconnect.mutate()}>
            Disconnect
          </Button>
        </div>
      )}
    </div>
  );
}
