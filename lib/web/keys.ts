// What key pages and routes need besides the keys themselves.
import { notFound } from 'next/navigation';
import { NotFound } from '@/lib/core/errors';
import { routes } from '@/lib/core/routes';
import type { Ctx } from '@/lib/db/context';

/** Whether keys can be made and used here (REGISTRATION). */
export const areKeysOn = ({ settings }: Ctx) => settings.registration.has('static');

/** Ends a page in a 404 while keys are switched off by REGISTRATION (contract §2). */
export function requireKeys(ctx: Ctx): void {
  if (!areKeysOn(ctx)) notFound();
}

/** The same for a JSON route. @throws NotFound */
export function checkKeysAreOn(ctx: Ctx): void {
  if (!areKeysOn(ctx)) throw new NotFound('Keys are switched off here.');
}

export type Endpoints = Readonly<{ appUrl: string; mcpUrl: string; issuer: string }>;

/** The addresses a person pastes into an AI client. */
export function endpointsToPaste({ settings }: Ctx): Endpoints {
  return { appUrl: settings.appUrl, mcpUrl: settings.appUrl + routes.mcp(), issuer: settings.appUrl };
}
