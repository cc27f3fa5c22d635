import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { PortalShell } from '@/components/layout/portal-shell';
import { QueryProvider } from '@/components/layout/query-provider';
import { readTheme, THEME_COOKIE } from '@/components/standalone/theme';
import { currentContext, currentUser } from '@/lib/web/session';
import { tradingNow } from '@/lib/web/trades';

/** The shell around a signed-in person's pages. Each page calls `requireUser` itself, because only it knows where to come back to. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) return children;
  const ctx = await currentContext();
  const { settings } = ctx;
  const trading = await tradingNow(ctx, user.id);
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <QueryProvider>
      <PortalShell brandName={settings.brandName} email={user.email} theme={theme} trading={trading}>
        {children}
      </PortalShell>
    </QueryProvider>
  );
}
