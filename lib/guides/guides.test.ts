import { describe, expect, it } from 'vitest';
import { findGuide, firstQuestion, GUIDES, presetOf, serverNameOf } from './guides';
import { ACCESS_TOKEN_PLACEHOLDER, type GuideStep, type GuideValues } from './schema';

const values: GuideValues = {
  serverName: 'client-center',
  mcpUrl: 'https://cc.example/mcp',
  appUrl: 'https://cc.example',
  clientId: 'key_4YkPq',
};

const steps = GUIDES.flatMap((guide) =>
  guide.ways(values).flatMap(({ kind, steps: list }) => list.map((step) => ({ guide: guide.id, kind, step }))),
);
const textOf = ({ say, copy = [], snippet, open }: GuideStep) =>
  [say, ...copy.map(({ value }) => value), snippet?.text ?? '', open ? decodeURIComponent(open.href) : ''].join('\n');

describe('the guides', () => {
  it('are those of the contract, each under its own address', () => {
    expect(GUIDES.map(({ id }) => id).sort()).toEqual(
      [
        ...['claude', 'claude-desktop', 'claude-code', 'chatgpt', 'cursor', 'vscode'],
        ...['codex', 'windsurf', 'perplexity', 'copilot-studio', 'gemini-cli'],
      ].sort(),
    );
    expect(findGuide('cursor')?.name).toBe('Cursor');
    expect(findGuide('nothing')).toBeNull();
  });

  it.each(GUIDES)('$name: every way names the MCP URL as it is, without a slash at its end', (guide) => {
    for (const { kind, steps: list } of guide.ways(values)) {
      const text = list.map(textOf).join('\n');
      expect(text, kind).toContain('https://cc.example/mcp');
      expect(text, kind).not.toContain('https://cc.example/mcp/');
    }
  });

  it.each(GUIDES)('$name: the way by Client ID carries it, and the others do not', (guide) => {
    for (const { kind, steps: list } of guide.ways(values)) {
      expect(list.map(textOf).join('\n').includes('key_4YkPq') || kind !== 'key', kind).toBe(true);
      if (kind !== 'key') expect(list.map(textOf).join('\n'), kind).not.toContain('key_4YkPq');
    }
  });

  it('tell apart what goes into one list: no two steps, no two fields of a step are alike', () => {
    for (const guide of GUIDES) {
      for (const { steps: list } of guide.ways(values)) {
        expect(new Set(list.map(({ say }) => say)).size).toBe(list.length);
        const labels = list.flatMap(({ snippet }) => (snippet ? [snippet.label] : []));
        expect(new Set(labels).size, guide.id).toBe(labels.length);
      }
    }
  });

  it('never put a token into a link', () => {
    for (const { step } of steps) expect(step.open?.href ?? '').not.toMatch(new RegExp(`${ACCESS_TOKEN_PLACEHOLDER}|Bearer|Authorization`));
  });

  it.each(steps.filter(({ step }) => step.snippet?.label.endsWith('json')))('$guide, $kind: the file is JSON', ({ step }) => {
    expect(JSON.stringify(JSON.parse(step.snippet?.text ?? ''))).toContain('https://cc.example/mcp');
  });

  it('open Cursor with what the file says', () => {
    const [first] = findGuide('cursor')?.ways(values)[0]?.steps ?? [];
    const config = new URL(first?.open?.href ?? '').searchParams.get('config') ?? '';
    expect({ mcpServers: { 'client-center': JSON.parse(atob(config)) } }).toEqual(JSON.parse(first?.snippet?.text ?? ''));
  });

  it('open VS Code with a server that it takes', () => {
    const link = findGuide('vscode')
      ?.ways(values)
      .find(({ kind }) => kind === 'address')
      ?.steps.find(({ open }) => open)?.open?.href;
    expect(JSON.parse(decodeURIComponent(link?.split('?')[1] ?? ''))).toEqual({
      name: 'client-center',
      type: 'http',
      url: 'https://cc.example/mcp',
    });
  });

  it('know the redirect URIs of every client but the one that shows its own', () => {
    expect(GUIDES.filter((guide) => presetOf(guide) === null).map(({ id }) => id)).toEqual(['copilot-studio']);
  });
});

describe('the name of the server', () => {
  it.each([
    ['Client Center', 'client-center'],
    ['  Müller & Söhne 24 ', 'm-ller-s-hne-24'],
    ['証券', 'client-center'],
  ])('of %s is %s', (brandName, name) => {
    expect(serverNameOf(brandName)).toBe(name);
    expect(firstQuestion(name)).toContain(`of ${name}:`);
  });
});
