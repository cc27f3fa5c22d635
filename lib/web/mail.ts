// Mail through SMTP_URL.
import { createTransport } from 'nodemailer';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { findProfile } from '@/lib/identity/queries/users';
import { RESET_LINK_MINUTES, type SendLink } from '@/lib/identity/reset-password';
import type { AlertMail } from '@/lib/strategies/queries/alerts';
import type { ApprovalAsked } from '@/lib/trading/context';
import { APPROVAL_SECONDS } from '@/lib/trading/schema';

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

/** The mail about a trade that waits, where mail is set up. It says where to decide; nothing can be decided by mail. */
export const mailApprovalAsked: ApprovalAsked = (ctx, { userId, approvalId, summary }) => {
  if (ctx.settings.smtpUrl === null || approvalId === null) return;
  mailApproval(ctx, userId, approvalId, summary).catch((thrown: unknown) => {
    ctx.log.warn('mail.failed', { approval_id: approvalId, reason: thrown instanceof Error ? thrown.message : String(thrown) });
  });
};

async function mailApproval(ctx: Ctx, userId: string, approvalId: string, summary: string): Promise<void> {
  const person = await findProfile(ctx, userId);
  if (!person) return;
  const { appUrl, brandName } = ctx.settings;
  await sendMail(ctx, {
    to: person.email,
    subject: `A trade waits for you in ${brandName}`,
    text: [
      'An AI client wants to make this trade, and you wanted to be asked:',
      summary,
      `Approve or decline it within ${APPROVAL_SECONDS / 60} minutes:`,
      appUrl + routes.approval(approvalId),
      'If you do nothing, it is not made.',
    ].join('\n\n'),
  });
}
