import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { PortalShell } from '@/components/layout/portal-shell';
import { QueryProvider } from '@/components/layout/query-provider';
import { readTheme, THEME_COOKIE } from '@/components/standalone/theme';
import { portalNow } from '@/lib/web/portal-now';
import { currentContext, currentUser } from '@/lib/web/session';

/** The shell around a signed-in person's pages. Each page calls `requireUser` itself, because only it knows where to come back to. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) return children;
  const ctx = await currentContext();
  const { settings } = ctx;
  const now = await portalNow(ctx, user.id);
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <QueryProvider>
      <PortalShell brandName={settings.brandName} email={user.email} theme={theme} now={now}>
        {children}
      </PortalShell>
    </QueryProvider>
  );
}
