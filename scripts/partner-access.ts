// npm run partner-access -- EMAIL|CLIENT_ID block "reason" | allow: bars a person or an AI client from connecting, or lifts it.
import { setPartnerAccess } from '@/lib/clients/partner-access';
import { misused, withRegistry } from './with-registry';

const [whom, verb, ...words] = process.argv.slice(2);
const reason = words.join(' ').trim();
const isBlock = verb === 'block' && reason !== '';
if (whom === undefined || (!isBlock && !(verb === 'allow' && reason === ''))) {
  process.exitCode = misused(
    'Say whom and what: npm run partner-access -- name@example.com block "the reason, which they read", or: … allow',
  );
} else {
  await withRegistry(async (ctx) => {
    const barred = await setPartnerAccess(ctx, whom, isBlock ? reason : null);
    if (barred === null) {
      console.error(`No account has the address or id ${whom}, and no client has it as its Client ID.`);
      return 1;
    }
    const what = barred.kind === 'person' ? `AI clients of ${barred.name}` : `The client ${barred.name}`;
    console.log(isBlock ? `${what}: blocked from the next request on.` : `${what}: allowed again.`);
    return 0;
  });
}
