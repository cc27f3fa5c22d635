import { describe, expect, it } from 'vitest';
import { parseSettings, SettingsError } from './settings';

describe('SMTP_URL', () => {
  it('is unset by default', () => {
    expect(parseSettings({}).smtpUrl).toBeNull();
  });

  it('carries the sender, which is no part of the address of the server', () => {
    const settings = parseSettings({ SMTP_URL: 'smtps://user:pass@mail.example?from=center@example.com' });
    expect(settings).toMatchObject({ smtpUrl: 'smtps://user:pass@mail.example', mailFrom: 'center@example.com' });
    expect(parseSettings({ SMTP_URL: 'smtp://mail.example', APP_URL: 'https://center.example' }).mailFrom).toBe('no-reply@center.example');
  });

  it.each([
    'mail.example',
    'https://mail.example',
    'smtp://mail.example?from=nobody',
    'smtp://mail.example?from=a%0Ab@example.com',
    'smtp:',
  ])('%s stops the start', (SMTP_URL) => {
    expect(() => parseSettings({ SMTP_URL })).toThrow(SettingsError);
    expect(() => parseSettings({ SMTP_URL })).toThrow(/^SMTP_URL /);
  });
});

describe('OIDC_*', () => {
  const all = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'center', OIDC_CLIENT_SECRET: 'secret' };

  it('are all set, or none', () => {
    expect(parseSettings({}).oidc).toBeNull();
    expect(parseSettings(all).oidc).toEqual({ issuer: 'https://id.example', clientId: 'center', clientSecret: 'secret' });
    for (const name of Object.keys(all)) expect(() => parseSettings({ ...all, [name]: '' })).toThrow(`${name} is required`);
  });

  it.each(['id.example', 'http://id.example', 'https://id.example?a=b', 'https://user@id.example'])(
    'issuer %s stops the start',
    (OIDC_ISSUER) => {
      expect(() => parseSettings({ ...all, OIDC_ISSUER })).toThrow(/^OIDC_ISSUER /);
    },
  );
});

describe('BACKEND_MIN_VERSION', () => {
  it('is unset by default, and a version', () => {
    expect(parseSettings({}).backendMinVersion).toBeNull();
    expect(parseSettings({ BACKEND_MIN_VERSION: '1.4.0-rc.1' }).backendMinVersion).toBe('1.4.0-rc.1');
  });

  it.each(['1.4', 'latest', 'v1.4.0'])('%s stops the start', (BACKEND_MIN_VERSION) => {
    expect(() => parseSettings({ BACKEND_MIN_VERSION })).toThrow(/^BACKEND_MIN_VERSION /);
  });
});
