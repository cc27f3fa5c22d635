import { describe, expect, it } from 'vitest';
import { parseSettings } from './settings';

const read = (environment: Record<string, string>) => [...parseSettings(environment).metadataTestHosts];

describe('METADATA_TEST_HOSTS', () => {
  it('is a list of exact host:port entries, empty unless set', () => {
    expect(read({})).toEqual([]);
    expect(read({ METADATA_TEST_HOSTS: 'localhost:4545, 127.0.0.1:4546,[::1]:4547' })).toEqual([
      'localhost:4545',
      '127.0.0.1:4546',
      '[::1]:4547',
    ]);
  });

  it.each(['localhost', 'https://localhost:4545', 'localhost:4545/c', '*:4545', 'localhost:*', '[::1', 'localhost:99999'])(
    'refuses %s',
    (entry) => {
      expect(() => read({ METADATA_TEST_HOSTS: entry })).toThrow(/^METADATA_TEST_HOSTS must list entries like/);
    },
  );

  it('stops the start when APP_URL is not loopback', () => {
    const environment = { APP_URL: 'https://center.example', METADATA_TEST_HOSTS: 'localhost:4545' };
    expect(() => read(environment)).toThrow(/^METADATA_TEST_HOSTS .*loopback APP_URL/);
  });
});
