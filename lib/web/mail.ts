// Mail through SMTP_URL.
import { createTransport } from 'nodemailer';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { RESET_LINK_MINUTES, type SendLink } from '@/lib/identity/reset-password';
import type { AlertMail } from '@/lib/strategies/queries/alerts';

const TIMEOUT_MS = 15_000;

type Mail = Readonly<{ to: string; subject: string; text: string }>;

/** @throws Error when the mail server does not take it */
async function sendMail({ settings }: Ctx, mail: Mail): Promise<void> {
  const { smtpUrl, mailFrom, brandName } = settings;
  if (smtpUrl === null) throw new Error('SMTP_URL is not set');
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...mail, from: { name: brandName, address: mailFrom } });
  } finally {
    transport.close();
  }
}

/** The mail with the link that sets a new password. */
export function sendResetLink(ctx: Ctx): SendLink {
  const { brandName } = ctx.settings;
  return (email, link) =>
    sendMail(ctx, {
      to: email,
      subject: `Set a new password for ${brandName}`,
      text: [
        `Somebody, probably you, asked to set a new password for your ${brandName} account.`,
        `Open this link within ${RESET_LINK_MINUTES} minutes. It works once:`,
        link,
        'If it was not you, do nothing: your password stays as it is.',
      ].join('\n\n'),
    });
}

/** The mail about a critical alert: the client's words are quoted as text. */
export function sendAlertMail(ctx: Ctx, { email, clientName, title, text }: AlertMail): Promise<void> {
  const { brandName, appUrl } = ctx.settings;
  return sendMail(ctx, {
    to: email,
    subject: `${brandName}: critical alert`,
    text: [`${clientName} sent you a critical alert:`, title, text, `Alerts are shown at ${appUrl}${routes.home()}.`].join('\n\n'),
  });
}
