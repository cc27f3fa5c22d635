// The guides, in the order in which they are offered, and what they are filled in with.
import { HOSTED_GUIDES } from './hosted';
import { LOCAL_GUIDES } from './local';
import { REDIRECT_PRESETS } from './redirect-presets';
import type { Guide, RedirectPreset } from './schema';

const { claude, claudeDesktop, chatGpt, perplexity, copilotStudio } = HOSTED_GUIDES;
const { claudeCode, cursor, vsCode, codex, windsurf, geminiCli } = LOCAL_GUIDES;

export const GUIDES: readonly Guide[] = [
  claude,
  chatGpt,
  claudeCode,
  cursor,
  vsCode,
  claudeDesktop,
  codex,
  geminiCli,
  perplexity,
  copilotStudio,
  windsurf,
];

export const findGuide = (id: string): Guide | null => GUIDES.find((guide) => guide.id === id) ?? null;

/** The redirect URIs that a key needs for it. */
export const presetOf = ({ presetId }: Guide): RedirectPreset | null => REDIRECT_PRESETS.find(({ id }) => id === presetId) ?? null;

/** A name that every client accepts as the name of a server (Codex: letters, digits, `-` and `_`). */
export function serverNameOf(brandName: string): string {
  const name = brandName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'client-center' : name;
}

/** What to ask first: it reads only, and shows that everything works. */
export const firstQuestion = (serverName: string): string =>
  `Using only read tools of ${serverName}: show the connection status, list my accounts, and summarise positions and working orders. Change nothing.`;
