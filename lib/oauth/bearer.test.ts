import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBearer } from './bearer';

const URL = 'https://center.example/mcp';
const read = (authorization?: string, url = URL) =>
  readBearer(new Request(url, authorization === undefined ? {} : { headers: { authorization } }));
const token68 = fc.string({ unit: fc.constantFrom(...'ABCXYZabcxyz0189-._~+/'), minLength: 1, maxLength: 200 });
/** What a header can hold at all. */
const headerText = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)), maxLength: 60 });

describe('the token of a request (RFC 6750 §2.1)', () => {
  it('is read from the header as it stands, in whatever case the scheme is written', () => {
    const scheme = fc.constantFrom('Bearer', 'bearer', 'BEARER', 'bEaReR');
    const gap = fc.constantFrom(' ', '   ');
    fc.assert(
      fc.property(scheme, gap, token68, fc.constantFrom('', '=', '=='), (word, space, token, padding) => {
        expect(read(`${word}${space}${token}${padding}`)).toEqual({ kind: 'token', token: token + padding });
      }),
    );
  });

  it('is never anything but one word of those characters, whatever the header holds', () => {
    fc.assert(
      fc.property(headerText, fc.boolean(), (text, withScheme) => {
        const found = read(withScheme ? `Bearer ${text}` : text);
        if (found.kind === 'token') expect(found.token).toMatch(/^[A-Za-z0-9._~+/-]+=*$/);
        if (withScheme) expect(found.kind).not.toBe('none');
      }),
    );
  });

  it.each(['Bearer a, Bearer b', 'Bearer a b', 'Bearer', 'Bearer  ', 'Bearer "a"', 'Bearer a=b'])(
    '%j is refused, not guessed at',
    (header) => {
      expect(read(header).kind).toBe('misplaced');
    },
  );

  it('in the address is refused, beside a good header too; another scheme is no token', () => {
    for (const url of [`${URL}?access_token=a`, `${URL}?x=1&access_token=`]) expect(read('Bearer good', url).kind).toBe('misplaced');
    for (const header of [undefined, 'Basic abc', 'Bearerabc', 'Digest Bearer abc']) expect(read(header).kind).toBe('none');
  });
});
