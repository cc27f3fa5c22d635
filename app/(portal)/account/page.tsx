import { AddPasskeyForm } from '@/components/identity/add-passkey-form';
import { PasskeyList } from '@/components/identity/passkey-list';
import { PasswordForm } from '@/components/identity/password-form';
import { ProviderConnection } from '@/components/identity/provider-connection';
import { SessionList } from '@/components/identity/session-list';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/page-header';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { TextLink } from '@/components/ui/text-link';
import { routes } from '@/lib/core/routes';
import type { PlanGates } from '@/lib/core/settings';
import { closedGates, gateSentences } from '@/lib/grants/plans';
import { SCOPE_IDS } from '@/lib/grants/scopes';
import { browserName } from '@/lib/identity/browser-name';
import type { Passkey } from '@/lib/identity/passkey-schema';
import { arePasskeysPossible } from '@/lib/identity/passkeys';
import { providerName } from '@/lib/identity/provider';
import { listPasskeys } from '@/lib/identity/queries/passkeys';
import { findProviderIdentity } from '@/lib/identity/queries/provider';
import { listLiveSessions } from '@/lib/identity/queries/sessions';
import { findPlan, findProfile, hasPassword } from '@/lib/identity/queries/users';
import { currentContext, requireUser } from '@/lib/web/session';

export const metadata = { title: 'Account' };

export default async function AccountPage() {
  const user = await requireUser(routes.account());
  const ctx = await currentContext();
  const { oidc } = ctx.settings;
  const [profile, live, passkeys, canChangePassword, plan, joined] = await Promise.all([
    findProfile(ctx, user.id),
    listLiveSessions(ctx, user.id),
    listPasskeys(ctx, user.id),
    hasPassword(ctx, user.id),
    findPlan(ctx, user.id),
    oidc && findProviderIdentity(ctx, user.id, oidc.issuer),
  ]);
  const isPlanShown = plan !== null || ctx.settings.planGates.size > 0;
  const sessions = live
    .map(({ id, userAgent, address, lastSeenAt }) => {
      const isThisOne = id === user.sessionId;
      return { id, browser: browserName(userAgent), address, lastSeenAt: lastSeenAt.toISOString(), isThisOne };
    })
    .sort((one, other) => Number(other.isThisOne) - Number(one.isThisOne));
  return (
    <>
      <PageHeader title="Account">Who you are here, your password, and the browsers that are signed in.</PageHeader>
      <Section title="Profile">
        <dl className="grid max-w-text grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          <dt className="text-muted">Email</dt>
          <dd className="wrap-anywhere">{user.email}</dd>
          <dt className="text-muted">Account created</dt>
          <dd>{profile && <RelativeTime at={profile.createdAt.toISOString()} />}</dd>
          {user.isOperator && (
            <>
              <dt className="text-muted">Role</dt>
              <dd>Operator of this {ctx.settings.brandName}</dd>
            </>
          )}
        </dl>
      </Section>
      {isPlanShown && <Plan plan={plan} gates={ctx.settings.planGates} />}
      <Section title="Password" hint="Changing it signs out every other browser. AI clients that you allowed stay connected.">
        {canChangePassword ? (
          <PasswordForm />
        ) : (
          <p className="max-w-text">
            You have none yet. To set one, use <TextLink href={routes.forgotPassword()}>Forgot password</TextLink>.
          </p>
        )}
      </Section>
      {oidc && (
        <Section
          title={`Sign-in with ${providerName(oidc)}`}
          hint="Sign in with the account you have there. Only you can connect it, here."
        >
          <ProviderConnection name={providerName(oidc)} connectedAt={joined?.createdAt.toISOString() ?? null} />
        </Section>
      )}
      {arePasskeysPossible(ctx.settings) && <Passkeys passkeys={passkeys} />}
      <Section
        title="Sign-in sessions"
        hint="Browsers that are signed in to your account. One that you sign out is out at its next click."
        action={
          <form method="post" action={routes.signOut()}>
            <Button type="submit" name="everywhere" value="1" variant="danger-plain">
              Sign out everywhere
            </Button>
          </form>
        }
      >
        <SessionList sessions={sessions} />
      </Section>
    </>
  );
}

function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const listed = passkeys.map(({ id, name, createdAt, lastUsedAt }) => {
    return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
  });
  return (
    <Section title="Passkeys" hint="Sign in with your finger, face, PIN or a security key instead of your password.">
      {listed.length > 0 && <PasskeyList passkeys={listed} />}
      <AddPasskeyForm />
    </Section>
  );
}

/** What the person has, and what of the permissions it leaves out. */
function Plan({ plan, gates }: { plan: string | null; gates: PlanGates }) {
  const missing = gateSentences(closedGates(gates, SCOPE_IDS, plan));
  return (
    <Section title="Plan" hint="What your AI clients can use. The operator changes it.">
      <div className="max-w-text space-y-2">
        <p>{plan === null ? 'You have no plan.' : `You have the plan ${plan}.`}</p>
        {missing.length === 0 ? (
          <p className="text-muted">It includes every permission.</p>
        ) : (
          <ul className="list-disc space-y-1 pl-5">
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
