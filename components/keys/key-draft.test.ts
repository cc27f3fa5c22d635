import { describe, expect, it } from 'vitest';
import type { RedirectPreset } from '@/lib/guides/schema';
import { EMPTY_DRAFT, withPreset } from './key-draft';

const claude: RedirectPreset = {
  id: 'claude',
  label: 'Claude',
  redirectUris: ['https://c.example/1'],
  confidence: 'confirmed',
  note: null,
};
const cursor: RedirectPreset = { ...claude, id: 'cursor', label: 'Cursor', redirectUris: ['https://u.example/1', 'https://u.example/2'] };

describe('a new key', () => {
  it('starts with the read permissions, public, for anyone, and cannot trade', () => {
    expect(EMPTY_DRAFT).toMatchObject({
      scopes: ['account:read', 'market:read', 'research:read'],
      isConfidential: false,
      isOwnerOnly: false,
    });
  });

  it('takes name and addresses of a preset, and of the next one instead', () => {
    const first = withPreset(EMPTY_DRAFT, null, claude);
    expect(first).toMatchObject({ name: 'Claude', redirectUris: ['https://c.example/1'] });
    expect(withPreset(first, claude, cursor)).toMatchObject({ name: 'Cursor', redirectUris: cursor.redirectUris });
    expect(withPreset(first, claude, null)).toEqual(EMPTY_DRAFT);
  });

  it('keeps what was typed when a preset is chosen', () => {
    const typed = { ...EMPTY_DRAFT, name: 'Desk', redirectUris: ['https://mine.example/cb', ''] };
    expect(withPreset(typed, null, claude)).toMatchObject({
      name: 'Desk',
      redirectUris: ['https://c.example/1', 'https://mine.example/cb'],
    });
  });
});
