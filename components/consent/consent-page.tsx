// The question of an authorization: who asks, as whom, for what, within which limits, and where it leads. Plain HTML; the form carries only
// the request's id, a token, and what the person ticks and types.
import { Heading, Part, TextLink } from '@/components/standalone/document';
import { FieldError, FormField } from '@/components/standalone/form-field';
import { ClientIdentity, Destination, Fact, Facts } from '@/components/standalone/identity';
import { Notice } from '@/components/standalone/notice';
import { CheckboxRow, PermissionGroup } from '@/components/standalone/permission-group';
import { ButtonPair, Decision, SubmitButton } from '@/components/standalone/submit-button';
import { routes } from '@/lib/core/routes';
import { SCOPES } from '@/lib/grants/scopes';
import type { ConsentQuestion, OfferedScope } from '@/lib/oauth/schema';
import { LimitFields, type LimitsTyped } from './limit-fields';

export type ConsentErrors = Partial<Record<'scopes' | 'accounts' | 'endsOn' | keyof LimitsTyped, string>>;

export type ConsentPageProps = {
  question: ConsentQuestion;
  userEmail: string;
  brandName: string;
  switchHref: string;
  formToken: string;
  /** Ids of the ticked boxes. */
  tickedScopes: readonly string[];
  tickedAccounts: readonly string[];
  limits: LimitsTyped;
  endsOn: string;
  errors: ConsentErrors;
};

export function ConsentPage(props: ConsentPageProps) {
  const { question, userEmail, brandName, switchHref, formToken, errors } = props;
  const hasErrors = Object.keys(errors).length > 0;
  return (
    <>
      <div className="space-y-5">
        <Heading title={`Allow ${shownName(question)} to connect?`}>
          {`You decide what it may do with your accounts at ${brandName}. You can change or end it at any time.`}
        </Heading>
        {hasErrors && <Notice tone="danger">Nothing was allowed yet. Correct what is marked below.</Notice>}
        {question.isAskingAgain && <Notice>You allowed this app before. What it asks for now is below; what is new is marked.</Notice>}
        <ClientIdentity name={shownName(question)} isVerified={question.isOwnKey || question.isVerified} origin={originWords(question)} />
      </div>
      <Facts>
        <Fact term="Signed in as" action={<TextLink href={switchHref}>Switch account</TextLink>}>
          {userEmail}
        </Fact>
      </Facts>
      <form method="post" action={routes.consent()} noValidate>
        <input type="hidden" name="request" value={question.requestId} />
        <input type="hidden" name="token" value={formToken} />
        {/* The first button of a form answers the Enter key: this one, switched off, keeps Enter in a field from allowing anything. */}
        <button type="submit" disabled hidden aria-hidden="true" tabIndex={-1} />
        <Permissions {...props} />
        {question.accounts.length > 0 && <Accounts {...props} />}
        {question.asksLimits && <LimitFields currency={commonCurrency(question)} typed={props.limits} errors={errors} />}
        <Part title="How long" hint="An empty field sets no end. You can end it at any time.">
          <FormField
            name="endsOn"
            label="Ends on"
            type="date"
            autoComplete="off"
            defaultValue={props.endsOn}
            error={errors.endsOn}
            hint="It works until the end of this day (UTC)."
          />
        </Part>
        <Decision>
          {question.isLoopback && (
            <div className="mb-4">
              <Notice tone="warning" title="The app runs on this computer">
                Any program on it could wait at this address. Allow only if you started the connection yourself just now.
              </Notice>
            </div>
          )}
          <Destination host={question.destination} />
          <ButtonPair>
            <SubmitButton name="decision" value="allow">
              Allow
            </SubmitButton>
            <SubmitButton variant="plain" name="decision" value="deny">
              Deny
            </SubmitButton>
          </ButtonPair>
        </Decision>
      </form>
    </>
  );
}

/** A name that an app gave itself proves nothing; the host that vouches for it is shown in its place. */
export function shownName({ clientName, isVerified, publisherHost }: ConsentQuestion): string {
  return isVerified ? clientName : (publisherHost ?? clientName);
}

function originWords({ isOwnKey, isVerified, madeBy, clientName, publisherHost }: ConsentQuestion): string {
  if (isOwnKey) return 'Made with your own key';
  if (publisherHost !== null) return isVerified ? `Verified: published by ${publisherHost}` : `Unverified: it calls itself “${clientName}”`;
  if (madeBy === null) return isVerified ? 'Verified' : 'Unverified: it named itself';
  return isVerified ? `Made by ${madeBy}` : `Made by ${madeBy}, unverified`;
}

function Permissions({ question, tickedScopes, errors }: ConsentPageProps) {
  const requested = question.scopes.filter(({ isRequested }) => isRequested);
  const extras = question.scopes.filter(({ isRequested }) => !isRequested);
  const error = errors.scopes && <FieldError id="scope-error">{errors.scopes}</FieldError>;
  return (
    <>
      <PermissionGroup legend="It asks to" hint="Untick what it must not do." error={error}>
        {requested.map((scope) => (
          <ScopeRow key={scope.id} scope={scope} isTicked={tickedScopes.includes(scope.id)} />
        ))}
      </PermissionGroup>
      {extras.length > 0 && (
        <PermissionGroup legend="Also allow" hint="It does not ask for these. Tick one to allow it as well.">
          {extras.map((scope) => (
            <ScopeRow key={scope.id} scope={scope} isTicked={tickedScopes.includes(scope.id)} />
          ))}
        </PermissionGroup>
      )}
    </>
  );
}

function ScopeRow({ scope, isTicked }: { scope: OfferedScope; isTicked: boolean }) {
  const description = SCOPES.find(({ id }) => id === scope.id);
  return (
    <CheckboxRow
      name="scope"
      value={scope.id}
      scopeId={scope.id}
      sentence={description?.sentence ?? scope.id}
      detail={description?.detail}
      risk={description?.risk === 'trade' ? 'money' : undefined}
      isNew={scope.isNew}
      checked={isTicked}
    />
  );
}

const MONEY = { paper: 'Paper: simulated money', live: 'Live: real money' } as const;
const TRADING_OFF = '. Orders are refused here until you switch on “Allow trading” on the page Accounts.';

function Accounts({ question, tickedAccounts, errors }: ConsentPageProps) {
  const error = errors.accounts && <FieldError id="account-error">{errors.accounts}</FieldError>;
  return (
    <PermissionGroup legend="In these accounts" hint="An account you open later is not included." error={error}>
      {question.accounts.map(({ id, name, lastDigits, environment, isTradingAllowed }) => (
        <CheckboxRow
          key={id}
          name="account"
          value={id}
          sentence={`${name} ...${lastDigits}`}
          detail={`${MONEY[environment]}${question.asksLimits && !isTradingAllowed ? TRADING_OFF : ''}`}
          checked={tickedAccounts.includes(id)}
        />
      ))}
    </PermissionGroup>
  );
}

/** The currency of all accounts; null when they differ, so that no amount is shown in a wrong one. */
function commonCurrency({ accounts }: ConsentQuestion): string | null {
  const currencies = new Set(accounts.map(({ currency }) => currency));
  const [only = null] = currencies;
  return currencies.size === 1 ? only : null;
}
