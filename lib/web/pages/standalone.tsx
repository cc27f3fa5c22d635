// The frame of every script-free page, and what people see when one of them fails.
import type { ReactNode } from 'react';
import { Column, Document } from '@/components/standalone/document';
import { Problem } from '@/components/standalone/problem';
import { readTheme, THEME_COOKIE } from '@/components/standalone/theme';
import { BadRequest, readCookie } from '@/lib/core/http';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';
import { isDatabaseAway } from '@/lib/db/errors';
import type { Endpoint } from '@/lib/web/endpoint';
import { htmlPage, standaloneStyles } from '@/lib/web/html';

export type PageOptions = Readonly<{
  title: string;
  status?: number;
  headers?: Record<string, string>;
  /** Origins or schemes that a form on the page may end up at through redirects. */
  formTargets?: readonly string[];
  /** Small print under the sheet. */
  footer?: ReactNode;
}>;

/** A complete script-free page in the brand's frame and the person's theme. */
export function standalonePage({ settings }: Ctx, request: Request, options: PageOptions, content: ReactNode): Response {
  const { title, status, headers, formTargets, footer } = options;
  const { brandName } = settings;
  return htmlPage(
    <Document title={title} brandName={brandName} theme={readTheme(readCookie(request, THEME_COOKIE))} styles={standaloneStyles}>
      <Column brandName={brandName} footer={footer}>
        {content}
      </Column>
    </Document>,
    status,
    headers,
    formTargets,
  );
}

type ProblemOptions = Readonly<{ status: number; title: string; text: string; action?: { label: string; href: string } }>;

/** A page that says why it cannot go on. */
export function problemPage(ctx: Ctx, request: Request, problem: ProblemOptions, headers: Record<string, string> = {}): Response {
  const { status, title, text, action } = problem;
  const content = (
    <Problem title={title} action={action}>
      {text}
    </Problem>
  );
  return standalonePage(ctx, request, { title, status, headers }, content);
}

/** An endpoint whose failures are pages too, not JSON. */
export function pageEndpoint(endpoint: Endpoint): Endpoint {
  return async (ctx, request) => {
    try {
      return await endpoint(ctx, request);
    } catch (thrown) {
      return failurePage(ctx, request, thrown);
    }
  };
}

function failurePage(ctx: Ctx, request: Request, thrown: unknown): Response {
  const again = { label: 'Go back', href: new URL(request.url).pathname };
  if (thrown instanceof BadRequest) {
    return problemPage(ctx, request, { status: thrown.status, title: 'This cannot be read', text: thrown.message, action: again });
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  if (isDatabaseAway(thrown)) {
    ctx.log.error('database.away', { reason });
    const text = 'The database does not answer right now. Nothing is lost. Try again in a moment.';
    return problemPage(ctx, request, { status: 503, title: 'Back in a moment', text, action: again }, { 'retry-after': '5' });
  }
  ctx.log.error('request.failed', { reason, stack: thrown instanceof Error ? thrown.stack : undefined });
  const text = `It is not your fault. Try again; if it stays, tell the operator this number: ${ctx.requestId}`;
  return problemPage(ctx, request, { status: 500, title: 'Something failed on our side', text, action: again });
}

/** The page for a form that another site sent. */
export function foreignFormPage(ctx: Ctx, request: Request): Response {
  const text = `This form was sent from another site, so nothing was done. Open ${ctx.settings.appUrl} and try again there.`;
  return problemPage(ctx, request, { status: 403, title: 'Nothing was done', text, action: { label: 'Start over', href: routes.home() } });
}

/** The page for a method that the address does not know. */
export function wrongMethodPage(ctx: Ctx, request: Request, allow: string): Response {
  const problem = { status: 405, title: 'This cannot be done here', text: `This address answers ${allow}.` };
  return problemPage(ctx, request, problem, { allow });
}
