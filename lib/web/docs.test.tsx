import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { DOCS, findDoc } from '@/components/docs/docs';
import { tools } from '@/lib/mcp/tools';

const facts = {
  brandName: 'Client Center',
  appUrl: 'https://cc.example',
  mcpUrl: 'https://cc.example/mcp',
  tools: tools.map(({ name, listed, family, scopes }) => ({ name, does: listed.title ?? '', family, scopes })),
};
const textOf = (slug: string) => {
  const doc = findDoc(slug);
  return doc ? renderToStaticMarkup(<doc.Body {...facts} />) : '';
};

describe('the documentation', () => {
  it('has the pages of the contract, and no others', () => {
    expect(Object.keys(DOCS).sort()).toEqual(
      ['quick-start', 'oauth2', 'scopes', 'troubleshooting', 'security', 'embedding', 'tools', 'faq'].sort(),
    );
    expect(findDoc('toString')).toBeNull();
  });

  it('names every tool there is, with the permission it needs', () => {
    const page = textOf('tools');
    for (const { name } of tools) expect(page).toContain(`<code>${name}</code>`);
    expect(page).toContain('orders:trade');
  });

  it('gives the addresses of this server', () => {
    expect(textOf('oauth2')).toContain('https://cc.example/oauth/token');
    expect(textOf('quick-start')).toContain('https://cc.example/mcp');
    expect(textOf('embedding')).toContain('https://cc.example/auth/tokens/user');
  });

  it('explains only refusals that have words of their own', () => {
    expect(textOf('troubleshooting')).not.toContain('The request was not valid');
  });
});
