import type { ReactNode } from 'react';
import { ProofProvider } from '@/components/identity/use-proof';
import type { Theme } from '@/components/standalone/theme';
import { StopBanner } from '@/components/trading/stop-banner';
import { Toaster } from '@/components/ui/toaster';
import type { PortalNow } from '@/lib/strategies/schema';
import { Header } from './header';
import { LostBanner } from './lost-banner';
import { PhoneBar } from './phone-bar';
import { PortalWatch } from './portal-watch';
import { Rail } from './rail';
import { SkipLink } from './skip-link';

type PortalShellProps = { brandName: string; email: string; theme: Theme; now: PortalNow; children: ReactNode };

/** What stands around every page of a signed-in person. */
export function PortalShell({ brandName, email, theme, now, children }: PortalShellProps) {
  return (
    <ProofProvider>
      <PortalWatch initial={now}>
        <SkipLink />
        <div className="flex min-h-dvh">
          <Rail brandName={brandName} />
          <div className="min-w-0 flex-1 max-md:pb-20">
            <Header brandName={brandName} email={email} theme={theme} />
            <div className="md:sticky md:top-14 md:z-20">
              <LostBanner />
              <StopBanner />
            </div>
            <main id="content" tabIndex={-1} className="mx-auto max-w-page px-4 py-6 outline-none sm:px-8 sm:py-8">
              {children}
            </main>
          </div>
        </div>
        <PhoneBar />
        <Toaster />
      </PortalWatch>
    </ProofProvider>
  );
}
