// A browser without JavaScript: keeps cookies, follows redirects within the origin, fills in and sends forms as they stand.
import { type HTMLElement, parse } from 'node-html-parser';

export type Page = Readonly<{
  url: string;
  status: number;
  headers: Headers;
  html: string;
  root: HTMLElement;
  /** Text of the page, white space folded. */
  text: string;
  /** Where the answer points when it leaves the origin (or when redirects are not followed). */
  location: string | null;
}>;

type Fields = Readonly<Record<string, string | readonly string[] | null>>;

export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(readonly origin: string) {}

  get(pathOrUrl: string): Promise<Page> {
    return this.#visit(new URL(pathOrUrl, this.origin), { method: 'GET' });
  }

  /**
   * Presses a button of the page: sends its form with every field as rendered, changed by `fields`
   * (null leaves a field out, a list gives several values).
   */
  press(page: Page, button: string, fields: Fields = {}): Promise<Page> {
    const submit = page.root.querySelectorAll('button, input[type=submit]').find((element) => element.text.trim() === button);
    const form = submit?.closest('form');
    if (!submit || !form) throw new Error(`No button "${button}" in a form on ${page.url}:\n${page.text.slice(0, 2000)}`);
    const values = formValues(form);
    const name = submit.getAttribute('name');
    if (name) values.append(name, submit.getAttribute('value') ?? '');
    for (const [field, value] of Object.entries(fields)) {
      values.delete(field);
      for (const one of value === null ? [] : [value].flat()) values.append(field, one);
    }
    const action = new URL(submit.getAttribute('formaction') ?? form.getAttribute('action') ?? page.url, page.url);
    return this.post(action.href, values);
  }

  post(pathOrUrl: string, values: URLSearchParams, headers: Record<string, string> = {}): Promise<Page> {
    const sent = { 'content-type': 'application/x-www-form-urlencoded', origin: this.origin, 'sec-fetch-site': 'same-origin', ...headers };
    return this.#visit(new URL(pathOrUrl, this.origin), { method: 'POST', body: values.toString(), headers: sent });
  }

  async #visit(url: URL, init: RequestInit): Promise<Page> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    this.#keepCookies(answer);
    const location = answer.headers.get('location');
    const target = location === null ? null : new URL(location, url);
    if (target && target.origin === this.origin && answer.status < 400) return this.#visit(target, { method: 'GET' });
    const html = await answer.text();
    const root = parse(html);
    const text = (root.querySelector('body') ?? root).textContent.replaceAll(/\s+/g, ' ').trim();
    return { url: url.href, status: answer.status, headers: answer.headers, html, root, text, location: target?.href ?? null };
  }

  #keepCookies(answer: Response): void {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const name = pair.slice(0, pair.indexOf('=')).trim();
      const isDeletion = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
      if (isDeletion) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1));
    }
  }
}

function formValues(form: HTMLElement): URLSearchParams {
  const values = new URLSearchParams();
  for (const field of form.querySelectorAll('input, select, textarea')) {
    const name = field.getAttribute('name');
    const type = field.getAttribute('type');
    if (!name || type === 'submit' || field.hasAttribute('disabled')) continue;
    if ((type === 'checkbox' || type === 'radio') && !field.hasAttribute('checked')) continue;
    if (field.tagName === 'TEXTAREA') values.append(name, field.text);
    else if (field.tagName === 'SELECT')
      values.append(name, (field.querySelector('option[selected]') ?? field.querySelector('option'))?.getAttribute('value') ?? '');
    else values.append(name, field.getAttribute('value') ?? (type === 'checkbox' ? 'on' : ''));
  }
  return values;
}
