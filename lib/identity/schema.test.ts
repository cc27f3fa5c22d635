import { describe, expect, it } from 'vitest';
import { isOperator } from './operator';
import { Email, Password } from './schema';
import { networkOf } from './throttle';

describe('an e-mail address', () => {
  it.each([
    ['  Ada@Example.COM ', 'ada@example.com'],
    ["o'brien+paper@mail.example.co.uk", "o'brien+paper@mail.example.co.uk"],
    ['a@xn--bcher-kva.example', 'a@xn--bcher-kva.example'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('%j is kept as %j', (typed, kept) => {
    expect(Email.parse(typed)).toBe(kept);
  });

  it.each([
    undefined,
    null,
    7,
    ['a@example.com'],
    '',
    '   ',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'a da@example.com',
    'a..da@example.com',
    '.ada@example.com',
    'ada@-example.com',
    'ada@example..com',
    'ada@example.c',
    'platform-user-1@users.invalid',
    'ada@USERS.invalid',
    'ada@127.0.0.1',
    'ada@example.com\nbcc@example.com',
    'ada\0@example.com',
    'ada\u200b@example.com',
    'аda@example.com', // Cyrillic а
    'ada＠example.com',
    'adа@ехample.com',
    'josé@example.com',
    '<script>alert(1)</script>@example.com',
    '"quoted"@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
    'x'.repeat(1_000_000),
  ])('%.60j is refused', (typed) => {
    expect(Email.safeParse(typed).success).toBe(false);
  });
});

describe('a password', () => {
  it.each(['0123456789', '          ', 'a'.repeat(128), '🔑'.repeat(10), 'пароль пароль'])('%.30j is good', (typed) => {
    expect(Password.parse(typed)).toBe(typed);
  });

  it('is the same however its letters are composed', () => {
    expect(Password.parse('e\u0301tudes en noir')).toBe(Password.parse('\u00e9tudes en noir'));
  });

  it.each([undefined, 1, '', '123456789', '🔑'.repeat(9), 'a'.repeat(129), '0123456789\0', '0123456789\ud800', 'a'.repeat(1_000_000)])(
    '%.30j is refused',
    (typed) => {
      expect(Password.safeParse(typed).success).toBe(false);
    },
  );
});

it('the first account and the listed addresses are operators', () => {
  const settings = { operatorEmails: new Set(['ops@example.com']) };
  expect(isOperator(settings, { email: 'ops@example.com', isFirst: false })).toBe(true);
  expect(isOperator(settings, { email: 'first@example.com', isFirst: true })).toBe(true);
  expect(isOperator(settings, { email: 'else@example.com', isFirst: false })).toBe(false);
});

it('a network is an IPv4 address or the first half of an IPv6 address', () => {
  expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:db8:1:2:ffff::1'));
  expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  expect(networkOf('unknown')).toBe('unknown');
});
