// GET and POST /oauth/consent (contract §3): the dispatcher's page. It knows the request by its id only; the rest is read from its row.
import { BlockedPage } from '@/components/consent/blocked-page';
import { type ConsentErrors, ConsentPage } from '@/components/consent/consent-page';
import { BadRequest, type Parameters, readForm, readQuery, seeOther } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { allow, deny } from '@/lib/oauth/consent';
import { currentQuestion, nextStep, type Step } from '@/lib/oauth/next-step';
import type { Block, ConsentQuestion } from '@/lib/oauth/schema';
import { type BrowserBinding, formToken, isFormToken, readBrowserBinding } from '@/lib/web/browser-binding';
import { withContinue } from '@/lib/web/continue';
import { isForeign } from '@/lib/web/same-origin';
import { findSignedInUser, type SignedInUser } from '@/lib/web/session';
import { type ConsentTyped, readChoice, readTyped, untouched } from './consent-form';
import { refusalPage, switchAccountHref } from './refusal';
import { foreignFormPage, pageEndpoint, standalonePage, wrongMethodPage } from './standalone';

export const consentPage = pageEndpoint(async (ctx, request) => {
  if (request.method === 'POST') return isForeign(ctx.settings, request) ? foreignFormPage(ctx, request) : answer(ctx, request);
  if (request.method !== 'GET') return wrongMethodPage(ctx, request, 'GET, POST');
  const requestId = readQuery(request).get('request') ?? '';
  const binding = readBrowserBinding(ctx, request);
  const user = await findSignedInUser(ctx, request);
  const step = await nextStep(ctx, requestId, binding?.hash ?? null, user);
  if (step.kind === 'blocked' && user && binding) return blocked(ctx, request, { ...step, user, binding });
  if (step.kind !== 'ask' || !user || !binding) return follow(ctx, request, requestId, step);
  return ask(ctx, request, { question: step.question, user, binding, typed: untouched(step.question), errors: {} });
});

/** Every step but the question. */
function follow(ctx: Ctx, request: Request, requestId: string, step: Step): Response | Promise<Response> {
  if (step.kind === 'refused') return refusalPage(ctx, request, step.refusal);
  if (step.kind === 'redirect') return seeOther(step.location);
  return seeOther(withContinue(routes.signIn(), { target: routes.consent(requestId) }));
}

type Asking = Readonly<{
  question: ConsentQuestion;
  user: SignedInUser;
  binding: BrowserBinding;
  typed: ConsentTyped;
  errors: ConsentErrors;
}>;

function ask(ctx: Ctx, request: Request, { question, user, binding, typed, errors }: Asking): Response {
  const page = (
    <ConsentPage
      question={question}
      userEmail={user.email}
      brandName={ctx.settings.brandName}
      switchHref={switchAccountHref(question.requestId)}
      formToken={formToken(ctx, binding, question.requestId, user.id)}
      {...typed}
      errors={errors}
    />
  );
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return standalonePage(ctx, request, { title: `Allow ${question.clientName}?`, status, formTargets: [question.formTarget] }, page);
}

/** 403: nothing can be allowed here. */
function blocked(
  ctx: Ctx,
  request: Request,
  { question, block, user, binding }: Pick<Asking, 'question' | 'user' | 'binding'> & { block: Block },
): Response {
  ctx.log.warn('oauth.refused', { reason: `${block.whom}_blocked` });
  const page = (
    <BlockedPage
      question={question}
      block={block}
      userEmail={user.email}
      brandName={ctx.settings.brandName}
      switchHref={switchAccountHref(question.requestId)}
      formToken={formToken(ctx, binding, question.requestId, user.id)}
    />
  );
  return standalonePage(ctx, request, { title: 'Not connected', status: 403, formTargets: [question.formTarget] }, page);
}

async function answer(ctx: Ctx, request: Request): Promise<Response> {
  const form = await readForm(request, ['scope', 'account']);
  const requestId = form.get('request') ?? '';
  const binding = readBrowserBinding(ctx, request);
  const user = await findSignedInUser(ctx, request);
  const step = await currentQuestion(ctx, requestId, binding?.hash ?? null, user);
  if ((step.kind !== 'ask' && step.kind !== 'blocked') || !user || !binding) return follow(ctx, request, requestId, step);
  if (!isFormToken(ctx, form.get('token') ?? '', binding, requestId, user.id)) {
    return refusalPage(ctx, request, { kind: 'form_outdated', requestId });
  }
  const decision = form.get('decision');
  if (step.kind === 'blocked' && decision !== 'deny') return blocked(ctx, request, { ...step, user, binding });
  if (step.kind === 'ask' && decision === 'allow') return allowed(ctx, request, form, { question: step.question, user, binding });
  if (decision !== 'deny') throw new BadRequest('Press Allow or Deny.');
  return outcome(ctx, request, await deny(ctx, requestId, binding.hash, user));
}

type Answering = Pick<Asking, 'question' | 'user' | 'binding'>;

async function allowed(ctx: Ctx, request: Request, form: Parameters, { question, user, binding }: Answering): Promise<Response> {
  const typed = readTyped(form);
  const read = readChoice(question, typed, ctx.now());
  if ('errors' in read) return ask(ctx, request, { question, user, binding, typed, errors: read.errors });
  return outcome(ctx, request, await allow(ctx, question.requestId, binding.hash, user, read.choice));
}

function outcome(ctx: Ctx, request: Request, result: Awaited<ReturnType<typeof allow>>): Response | Promise<Response> {
  return result.kind === 'redirect' ? seeOther(result.location) : refusalPage(ctx, request, result.refusal);
}
