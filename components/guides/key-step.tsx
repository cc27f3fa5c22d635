'use client';
import { useRouter } from 'next/navigation';
import { useCreateKey } from '@/components/keys/use-keys';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { Select } from '@/components/ui/select';
import { Step } from '@/components/ui/steps';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import { READ_SCOPES } from '@/lib/grants/scopes';
import type { GuideKey } from '@/lib/guides/schema';

type KeyStepProps = {
  guide: { id: string; name: string; presetId: string | null };
  keys: readonly GuideKey[];
  chosen: GuideKey | null;
  redirectUris: readonly string[];
};

/** The first step of the way by Client ID: choose a key that fits, or make one without leaving the guide. */
export function KeyStep({ guide, keys, chosen, redirectUris }: KeyStepProps) {
  const router = useRouter();
  if (chosen === null) return <FirstKey guide={guide} redirectUris={redirectUris} />;
  return (
    <Step number={1} title="Your key" isDone>
      <div className="space-y-2">
        {keys.length > 1 ? (
          <Field label="Key">
            <Select
              value={chosen.clientId}
              onChange={({ target }) => router.replace(routes.guide(guide.id, target.value), { scroll: false })}
            >
              {keys.map(({ clientId, name }) => (
                <option key={clientId} value={clientId}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        ) : (
          <p className="text-ink">{chosen.name}</p>
        )}
        <p>
          Its Client ID is filled in below. <TextLink href={routes.key(chosen.clientId)}>See the key</TextLink>
        </p>
      </div>
    </Step>
  );
}

function FirstKey({ guide, redirectUris }: Pick<KeyStepProps, 'guide' | 'redirectUris'>) {
  const create = useCreateKey();
  const router = useRouter();
  const make = async () => {
    const input = { name: guide.name, redirectUris: [...redirectUris], scopes: [...READ_SCOPES], isConfidential: false, isOwnerOnly: true };
    const { key } = await create.mutateAsync(input);
    router.replace(routes.guide(guide.id, key.clientId), { scroll: false });
  };
  if (guide.presetId === null) {
    return (
      <Step number={1} title="Generate a confidential key">
        <div className="space-y-3">
          <p>This client needs a client secret. It is shown once: keep the page open until you pasted it. Then come back here.</p>
          <LinkButton href={routes.newKey()} variant="accent">
            Generate Key
          </LinkButton>
        </div>
      </Step>
    );
  }
  return (
    <Step number={1} title={`Generate a key for ${guide.name}`}>
      <div className="space-y-3">
        <p>
          It reads accounts, prices and research, cannot trade, and only you can connect with it. The next steps appear here, with its
          Client ID filled in.
        </p>
        {create.error && <Notice tone="danger">{create.error.message}</Notice>}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button variant="accent" pending={create.isPending || create.isSuccess} onClick={() => void make().catch(() => undefined)}>
            Generate Key
          </Button>
          <TextLink href={routes.newKey(guide.presetId)}>Choose its permissions yourself</TextLink>
        </div>
      </div>
    </Step>
  );
}
