'use client';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { DangerRow, DangerSection } from '@/components/ui/danger-section';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { SharingDetails } from '@/lib/discovery/portal-schema';
import type { ConnectionAccount } from '@/lib/grants/portal-schema';
import { FiguresTable } from './figures-table';
import { OwnPosts } from './own-posts';
import { PostList } from './post-list';
import { ShareForm } from './share-form';
import { TraderTable } from './trader-table';
import { useSharing, useStopSharing } from './use-sharing';

/** What this person shows others, and what others show. */
export function SharingPage({ initial, accounts }: { initial: SharingDetails; accounts: readonly ConnectionAccount[] }) {
  const { data: sharing } = useSharing(initial);
  const isOn = sharing.sharedSince !== null;
  return (
    <>
      <PageHeader title="Sharing">
        {isOn && sharing.sharedSince ? (
          <>
            You share as <strong className="font-semibold text-ink">{sharing.handle}</strong>. You began{' '}
            <RelativeTime at={sharing.sharedSince} />.
          </>
        ) : (
          'Show other people here how your accounts do, and write for them. It is off until you switch it on.'
        )}
      </PageHeader>
      {isOn && (
        <Section title="What others see of you" hint="In percent, from your real trades. Made anew every five minutes.">
          <FiguresTable preview={sharing.preview} />
        </Section>
      )}
      <Section title={isOn ? 'Accounts you share' : 'Start sharing'} hint={isOn ? undefined : <WhatIsShared />}>
        <ShareForm key={sharing.accountIds.join()} sharing={sharing} accounts={accounts} />
      </Section>
      {(isOn || sharing.ownPosts.length > 0) && <OwnPosts posts={sharing.ownPosts} isOn={isOn} />}
      <Section title="Traders" hint="The best returns of those who share. Past results do not tell future ones.">
        <TraderTable traders={sharing.traders} ownHandle={isOn ? sharing.handle : null} />
      </Section>
      <Section title="Posts of others" hint="What strangers say. Nobody checks it.">
        <PostList posts={sharing.posts} empty="Nobody has written anything yet." />
      </Section>
      {isOn && <Stop />}
    </>
  );
}

/** Exactly what is shown, and what never is. */
function WhatIsShared() {
  return (
    <div className="space-y-2">
      <p>
        Everyone here and the AI clients they allow to read research see your handle, your returns and other figures in percent over the
        whole life of the accounts, the symbols you trade, and each trade from now on: symbol, buy or sell, and time, 15 minutes late.
      </p>
      <p>
        Nobody sees balances, how much you trade, account numbers or your email. Sizes count only in sums over three people or more. Paper
        accounts all start with the same sum, so a return tells what one is worth.
      </p>
    </div>
  );
}

function Stop() {
  const stop = useStopSharing();
  const run = async () => {
    await stop.mutateAsync(undefined);
    toast.success('Sharing switched off');
  };
  return (
    <DangerSection title="Stop sharing">
      <DangerRow
        title="Take everything back"
        action={
          <AlertDialog
            trigger={<Button variant="danger-plain">Stop sharing</Button>}
            title="Stop sharing?"
            description="Your figures, trades and posts leave every list at once. You keep your handle, and your posts come back if you share again."
            action="Stop sharing"
            onAction={run}
          />
        }
      >
        Your figures, trades and posts leave every list at once. What others have read already they may remember.
      </DangerRow>
    </DangerSection>
  );
}
