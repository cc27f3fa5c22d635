import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { PortalShell } from '@/components/layout/portal-shell';
import { QueryProvider } from '@/components/layout/query-provider';
import { readTheme, THEME_COOKIE } from '@/components/standalone/theme';
import { currentContext, currentUser } from '@/lib/web/session';

/** The shell of a signed-in person. Each page still asks who that is: the layout is not asked again when only the page changes. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) return children;
  const { settings } = await currentContext();
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <QueryProvider>
      <PortalShell brandName={settings.brandName} email={user.email} theme={theme}>
        {children}
      </PortalShell>
    </QueryProvider>
  );
}
