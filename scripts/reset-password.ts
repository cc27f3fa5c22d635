// npm run reset-password -- EMAIL: prints a link that sets a new password for the account, once, within 30 minutes.
import { newResetLink, RESET_LINK_MINUTES } from '@/lib/identity/reset-password';
import { Email } from '@/lib/identity/schema';
import { misused, withRegistry } from './with-registry';

const email = Email.safeParse(process.argv[2]);
if (!email.success) {
  process.exitCode = misused('Say whose password: npm run reset-password -- name@example.com');
} else {
  await withRegistry(async (ctx) => {
    const link = await newResetLink(ctx, email.data);
    if (link === null) console.error(`No account has the address ${email.data}.`);
    else console.log(`Works once, for ${RESET_LINK_MINUTES} minutes:\n${link}`);
    return link === null ? 1 : 0;
  });
}
