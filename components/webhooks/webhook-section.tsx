'use client';
import { useId, useState } from 'react';
import { SecretOnce } from '@/components/ui/secret-once';
import type { Webhooks } from '@/lib/webhooks/portal-schema';
import { AddEndpoint } from './add-endpoint';
import { DeliveryTable } from './delivery-table';
import { EndpointTable } from './endpoint-table';
import { useWebhooks } from './use-webhooks';

type SectionProps = { platformId: string; platformName: string; initial: Webhooks };
type NewSecret = Readonly<{ endpointId: string; secret: string }>;

/** Where a platform is told what happens to its users, and what it was told. */
export function WebhookSection({ platformId, platformName, initial }: SectionProps) {
  const id = useId();
  const { data: webhooks } = useWebhooks(platformId, initial);
  const [shown, setShown] = useState<NewSecret | null>(null);
  return (
    <section aria-labelledby={id} className="mt-8">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-2">
        <h3 id={id} className="font-semibold">
          Webhooks
        </h3>
        <AddEndpoint platformId={platformId} onSecret={setShown} />
      </div>
      {shown && (
        <div className="mb-4 max-w-text">
          <SecretOnce key={shown.secret} label="Signing secret" secret={shown.secret} fileName={`${shown.endpointId}-secret.txt`} />
        </div>
      )}
      {webhooks.endpoints.length === 0 ? (
        <p className="text-muted">No endpoint yet. Add one, and your server hears at once what happens to the users of {platformName}.</p>
      ) : (
        <>
          <EndpointTable platformId={platformId} platformName={platformName} endpoints={webhooks.endpoints} onSecret={setShown} />
          <h4 className="pt-6 pb-2 font-medium text-sm">Recent deliveries</h4>
          <DeliveryTable platformId={platformId} platformName={platformName} deliveries={webhooks.deliveries} />
        </>
      )}
    </section>
  );
}
