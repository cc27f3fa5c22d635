import type { ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startHttpsServer, testNetwork } from '@/lib/testing/https-server';
import { createGuardedFetch, DOCUMENT_LIMIT_BYTES, GuardedFetchError } from './guarded-fetch';
import type { ConnectTarget, Network } from './network';

const answers = new Map<string, (response: ServerResponse) => void>();
const server = await startHttpsServer(({ url = '' }, response) => {
  const answer = answers.get(url);
  if (answer) answer(response);
  else response.writeHead(404).end();
});
const host = `localhost:${server.port}`;
const settings = (...testHosts: string[]) => ({ appUrl: 'http://localhost:3000', metadataTestHosts: new Set(testHosts) });
const fetchLocal = createGuardedFetch(settings(host), testNetwork);

/** Publishes the answer under a path of its own; gives its URL. */
function publish(answer: (response: ServerResponse) => void): string {
  const path = `/${answers.size}`;
  answers.set(path, answer);
  return `https://${host}${path}`;
}
const publishJson = (body: string | Buffer, headers: Record<string, string> = {}) =>
  publish((response) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body));
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing',
    (thrown: unknown) => (thrown instanceof GuardedFetchError ? thrown.reason : thrown),
  );

/** A network that only remembers what it was asked for. */
function recordingNetwork(...answersInTurn: string[][]) {
  const looked: string[] = [];
  const connected: ConnectTarget[] = [];
  const network: Network = {
    resolve: async (name) => {
      looked.push(name);
      return answersInTurn[Math.min(looked.length, answersInTurn.length) - 1] ?? [];
    },
    connect: (target) => {
      connected.push(target);
      return new Duplex({ read() {}, write: (_chunk, _encoding, done) => done(new Error('no network')) });
    },
  };
  return { network, looked, connected };
}

describe('a document', () => {
  it('is read as JSON, with what caching needs to know', async () => {
    const url = publishJson('{"a":1}', { 'cache-control': 'max-age=600', age: '5' });
    expect(await fetchLocal(url)).toMatchObject({ json: { a: 1 }, freshness: { cacheControl: 'max-age=600', age: '5', expires: '' } });
  });

  it('CM-6: is asked for without cookies or credentials, by its own name', async () => {
    const url = publishJson('{}');
    await fetchLocal(url);
    const { headers, method } = server.requests.at(-1) ?? {};
    expect(method).toBe('GET');
    expect(headers).toEqual({
      host,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'client-center',
      connection: 'close',
    });
  });

  it.each(['application/json; charset=utf-8', 'application/client-metadata+json', 'Application/JSON'])('may come as %s', async (type) => {
    expect(await fetchLocal(publishJson('{}', { 'content-type': type }))).toMatchObject({ json: {} });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('may come packed with %s all the same', async (encoding, pack) => {
    expect(await fetchLocal(publishJson(pack('{"a":1}'), { 'content-encoding': encoding }))).toMatchObject({ json: { a: 1 } });
  });

  it('is fetched once when many ask for it at once', async () => {
    const url = publishJson('{}');
    const before = server.requests.length;
    await Promise.all(Array.from({ length: 20 }, () => fetchLocal(url)));
    expect(server.requests.length - before).toBe(1);
  });
});

describe('CM-2: only an immediate 200 with JSON is a document', () => {
  it.each([
    [301, 'redirected'],
    [302, 'redirected'],
    [307, 'redirected'],
    [304, 'redirected'],
    [201, 'status'],
    [204, 'status'],
    [206, 'status'],
    [400, 'status'],
    [401, 'withheld'],
    [403, 'withheld'],
    [429, 'withheld'],
    [500, 'withheld'],
    [503, 'withheld'],
    [404, 'gone'],
    [410, 'gone'],
  ])('%d: %s', async (status, reason) => {
    const target = publishJson('{}');
    const before = server.requests.length;
    const url = publish((response) =>
      response
        .writeHead(status, { location: target, 'content-type': 'application/json' })
        .end(status === 204 || status === 304 ? undefined : '{}'),
    );
    expect(await failure(fetchLocal(url))).toBe(reason);
    expect(server.requests.length - before).toBe(1);
  });

  it.each(['text/html', 'text/json', 'application/jsonp', 'application/javascript', ''])('content type %j: not_json', async (type) => {
    expect(await failure(fetchLocal(publishJson('{}', { 'content-type': type })))).toBe('not_json');
  });

  it.each([['{'], [''], [Buffer.from([0x22, 0xff, 0x22])]])('body %j: not_json', async (body) => {
    expect(await failure(fetchLocal(publishJson(body)))).toBe('not_json');
  });
});

describe('CM-6: size, time and number are bounded', () => {
  const document = (bytes: number) => `"${'a'.repeat(bytes - 2)}"`;

  it('takes 5 KB and not a byte more', async () => {
    expect(await failure(fetchLocal(publishJson(document(DOCUMENT_LIMIT_BYTES))))).toBe('nothing');
    expect(await failure(fetchLocal(publishJson(document(DOCUMENT_LIMIT_BYTES + 1))))).toBe('too_large');
  });

  it('gives up a body without a declared length while it streams', async () => {
    let sent = 0;
    let isCutOff: () => void = () => undefined;
    const cutOff = new Promise<void>((done) => {
      isCutOff = done;
    });
    const url = publish((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.on('close', isCutOff);
      const more = (): void => {
        sent += 4096;
        if (!response.destroyed && sent < 1e9) response.write('a'.repeat(4096), () => setImmediate(more));
      };
      more();
    });
    expect(await failure(fetchLocal(url))).toBe('too_large');
    await cutOff;
    expect(sent).toBeLessThan(1e9);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('counts what %s unpacks to', async (encoding, pack) => {
    const packed = pack(document(1024 * 1024));
    expect(packed.byteLength).toBeLessThan(DOCUMENT_LIMIT_BYTES);
    expect(await failure(fetchLocal(publishJson(packed, { 'content-encoding': encoding })))).toBe('too_large');
  });

  it('refuses an encoding it cannot count', async () => {
    expect(await failure(fetchLocal(publishJson('{}', { 'content-encoding': 'zstd' })))).toBe('encoding');
    expect(await failure(fetchLocal(publishJson('{}', { 'content-encoding': 'gzip, gzip' })))).toBe('encoding');
  });

  it('gives up at the deadline: a silent server, an endless body, a name server that never answers', async () => {
    const hasty = createGuardedFetch(settings(host), testNetwork, 150);
    expect(await failure(hasty(publish(() => undefined)))).toBe('timed_out');
    const endless = publish((response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{'));
    expect(await failure(hasty(endless))).toBe('timed_out');
    const noNames = createGuardedFetch(settings(), { ...testNetwork, resolve: () => new Promise(() => undefined) }, 50);
    expect(await failure(noNames('https://app.example/c'))).toBe('timed_out');
  });

  it('fetches two at a time from one host, and more once they are done', async () => {
    const held: ServerResponse[] = [];
    const urls = Array.from({ length: 3 }, () => publish((response) => held.push(response)));
    const running = urls.slice(0, 2).map((url) => failure(fetchLocal(url)));
    await expect.poll(() => held.length).toBe(2);
    expect(await failure(fetchLocal(urls[2] ?? ''))).toBe('busy');
    for (const response of held) response.writeHead(404).end();
    expect(await Promise.all(running)).toEqual(['gone', 'gone']);
    expect(await failure(fetchLocal(publishJson('{}')))).toBe('nothing');
  });

  it('fetches sixteen at a time altogether', async () => {
    const { network } = recordingNetwork();
    const fetchMany = createGuardedFetch(settings(), { ...network, resolve: () => new Promise(() => undefined) }, 100);
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_none, n) => failure(fetchMany(`https://host${n}.example/c`))));
    expect(outcomes.filter((outcome) => outcome === 'busy')).toHaveLength(4);
  });
});

describe('CM-5, T8: addresses are judged before any connection, and nothing is looked up twice', () => {
  it.each([
    ['loopback', '127.0.0.1'],
    ['a private network', '10.0.0.1'],
    ['the metadata service', '169.254.169.254'],
    ['a mapped private address', '::ffff:10.0.0.1'],
    ['NAT64', '64:ff9b::a00:1'],
    ['IPv6 loopback', '::1'],
  ])('a name with the address of %s', async (_what, address) => {
    const { network, connected } = recordingNetwork(['93.184.216.34', address]);
    expect(await failure(createGuardedFetch(settings(host), network)('https://app.example/c'))).toBe('special_address');
    expect(connected).toEqual([]);
  });

  it.each([
    'https://127.0.0.1/c',
    'https://[::1]/c',
    'https://169.254.169.254/c',
    'https://[::ffff:a00:1]/c',
    'https://localhost/c',
    'https://a.localhost/c',
  ])('%s', async (url) => {
    const { network, connected } = recordingNetwork();
    const real = createGuardedFetch({ ...settings(), appUrl: 'https://center.example' }, { ...network, resolve: testNetwork.resolve });
    expect(await failure(real(url))).toBe('special_address');
    expect(connected).toEqual([]);
  });

  it.each(['https://2130706433/c', 'https://0x7f000001/c', 'https://0177.0.0.1/c', 'https://127.1/c', 'http://app.example/c'])(
    '%s',
    async (url) => {
      const { network, looked, connected } = recordingNetwork(['93.184.216.34']);
      expect(await failure(createGuardedFetch(settings(), network)(url))).toBe('url');
      expect([...looked, ...connected]).toEqual([]);
    },
  );

  it('a name that changes its address after the check is still connected at the address that was checked', async () => {
    const { network, looked, connected } = recordingNetwork(['93.184.216.34'], ['127.0.0.1']);
    expect(await failure(createGuardedFetch(settings(), network)('https://app.example/c'))).toBe('unreachable');
    expect(looked).toEqual(['app.example']);
    expect(connected).toEqual([{ host: 'app.example', port: 443, addresses: ['93.184.216.34'] }]);
  });

  it('the connection itself looks up nothing: any name reaches the given address only, and must show its certificate', async () => {
    const local = { ...testNetwork, resolve: async () => ['127.0.0.1'] };
    const other = createGuardedFetch(settings(`nowhere.apps.example:${server.port}`, `nowhere.invalid:${server.port}`), local);
    const path = new URL(publishJson('{"a":1}')).pathname;
    expect(await other(`https://nowhere.apps.example:${server.port}${path}`)).toMatchObject({ json: { a: 1 } });
    expect(await failure(other(`https://nowhere.invalid:${server.port}${path}`))).toBe('unreachable');
  });

  it('a certificate that nobody vouches for is not accepted', async () => {
    const strict = createGuardedFetch(settings(host));
    expect(await failure(strict(publishJson('{}')))).toBe('unreachable');
  });

  it('a name without any address is unknown', async () => {
    expect(await failure(createGuardedFetch(settings(), recordingNetwork([]).network)('https://app.example/c'))).toBe('name_unknown');
  });
});

describe('CM-5: which hosts and ports', () => {
  it.each(['https://app.example:22/c', 'https://app.example:80/c', 'https://app.example:444/c'])('not %s', async (url) => {
    const { network, looked } = recordingNetwork(['93.184.216.34']);
    expect(await failure(createGuardedFetch(settings(), network)(url))).toBe('port');
    expect(looked).toEqual([]);
  });

  it.each(['https://app.example/c', 'https://app.example:8443/c'])('%s', async (url) => {
    const { network, connected } = recordingNetwork(['93.184.216.34']);
    await failure(createGuardedFetch(settings(), network)(url));
    expect(connected).toHaveLength(1);
  });

  it('not ourselves', async () => {
    const fetchOurs = createGuardedFetch({ ...settings(), appUrl: 'https://center.example' }, recordingNetwork(['93.184.216.34']).network);
    expect(await failure(fetchOurs('https://center.example/oauth/authorize?client_id=x'))).toBe('own_host');
    expect(await failure(fetchOurs('https://center.example./c'))).toBe('own_host');
  });

  it('METADATA_TEST_HOSTS opens loopback for exactly that host and port, and nothing but loopback', async () => {
    const other = createGuardedFetch(settings(`127.0.0.1:${server.port}`, `private.example:${server.port}`), {
      ...testNetwork,
      resolve: async (name) => [name === '127.0.0.1' ? name : '10.0.0.1'],
    });
    const { pathname } = new URL(publishJson('{}'));
    expect(await failure(other(`https://127.0.0.1:${server.port}${pathname}`))).toBe('nothing');
    expect(await failure(other(`https://localhost:${server.port}${pathname}`))).toBe('own_host');
    expect(await failure(other(`https://127.0.0.1:8443${pathname}`))).toBe('special_address');
    expect(await failure(other(`https://private.example:${server.port}${pathname}`))).toBe('special_address');
  });
});
