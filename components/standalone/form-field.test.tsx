import { parse } from 'node-html-parser';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FormField } from './form-field';
import { CheckboxRow } from './permission-group';

describe('a field of a script-free page', () => {
  it('is tied to its label, its error and its hint', () => {
    const page = parse(
      renderToStaticMarkup(<FormField name="email" label="Email" hint="Your work address" error="Enter an email address." />),
    );
    const input = page.querySelector('input');
    expect(page.querySelector('label')?.getAttribute('for')).toBe(input?.id);
    expect(input?.getAttribute('aria-invalid')).toBe('true');
    const described = input?.getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => page.querySelector(`#${id}`)?.text)).toEqual(['Your work address', 'Enter an email address.']);
  });
});

describe('the box of a permission', () => {
  const row = <CheckboxRow name="scope" value="orders:trade" scopeId="orders:trade" sentence="Place orders" risk="money" isNew checked />;

  it('has a name that starts with the scope id and says what is at stake', () => {
    const page = parse(renderToStaticMarkup(row));
    const ids = page.querySelector('input')?.getAttribute('aria-labelledby')?.split(' ') ?? [];
    expect(ids.map((id) => page.querySelector(`#${id}`)?.text)).toEqual(['orders:trade', 'Place orders', 'Can move money', 'New']);
  });

  it('shows the text of others as text', () => {
    const html = renderToStaticMarkup(<CheckboxRow name="account" value="a" sentence="<script>alert(1)</script>" />);
    expect(html).not.toContain('<script>');
  });
});
