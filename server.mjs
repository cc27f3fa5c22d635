// The production server: one node:http process. Machine endpoints are answered directly, everything else by Next, from one build.
// Usage: node server.mjs [--dev]. scripts/start.mjs prepares the build and runs this.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import next from 'next';
import { isWriteToPage, originForm, refusalOf, refuse, WRITE_TO_PAGE } from './scripts/server/admission.mjs';
import { clientAddress } from './scripts/server/client-address.mjs';

const SLOT = Symbol.for('client-center.application');
const ADDRESS_HEADER = 'x-client-center-address';
const REQUEST_ID_HEADER = 'x-client-center-request-id';
const SHUTDOWN_LIMIT_MS = 10_000;
/** How long a client may take: to send the head, to send all of it, to begin the next request, to take any more of an answer. */
const PATIENCE = { headersTimeout: 20_000, requestTimeout: 60_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000 };
const STALLED_MS = 120_000;

/**
 * Starts listening once the application is ready.
 * @returns where it listens and a function that stops it
 */
export async function serve({ dev = false, print = console.log } = {}) {
  process.env.NODE_ENV = dev ? 'development' : 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const started = applicationSlot();
  // Next would take every connection that asks for an upgrade out of our timeouts and keep it; on a server that does not listen it gets none.
  const nextServer = next({ dev, dir: import.meta.dirname, quiet: true, ...(dev ? {} : { httpServer: createServer() }) });
  await nextServer.prepare();
  const application = await started; // lib/web/startup.ts, loaded by instrumentation.ts
  for (const { name, milliseconds } of application.steps) print(`${name} (${seconds(milliseconds)})`);
  if (application.notice) print(application.notice);

  const handleNext = nextServer.getRequestHandler();
  const direct = getRequestListener((request) => application.serveDirect(application, request), { overrideGlobalObjects: false });
  const { settings, log } = application.ctx;
  const listener = (request, response) => {
    stamp(request, settings.trustedProxyHops);
    secure(request, response, settings, dev);
    accountWhenDone(request, response, application, log);
    request.url = originForm(request);
    const refusal = refusalOf(request);
    if (refusal) return refuse(response, refusal);
    if (application.isDirect(request.url)) return direct(request, response);
    if (!dev && isWriteToPage(request)) return refuse(response, WRITE_TO_PAGE);
    return servePage(application, request, response, handleNext);
  };
  const servers = await listen(listener, settings);
  return { url: settings.appUrl, stop: () => stop(servers, nextServer, application) };
}

/** Where lib/web/application.ts puts the application: `prepare()` may return before instrumentation.ts has been loaded. */
function applicationSlot() {
  const slot = { isStarting: false };
  slot.promise = new Promise((resolve, reject) => Object.assign(slot, { resolve, reject }));
  slot.promise.catch(() => undefined); // awaited later
  globalThis[SLOT] = slot;
  return slot.promise;
}

/** Replaces what a client may have sent under our own header names; both lanes read these. */
function stamp(request, trustedProxyHops) {
  const address = clientAddress(request, trustedProxyHops);
  const own = { [ADDRESS_HEADER]: address, [REQUEST_ID_HEADER]: randomUUID() };
  const raw = request.rawHeaders;
  for (let index = raw.length - 2; index >= 0; index -= 2) {
    if (raw[index].toLowerCase() in own) raw.splice(index, 2);
  }
  for (const [name, value] of Object.entries(own)) {
    raw.push(name, value);
    request.headers[name] = value;
  }
}

/** Headers for every answer; pages of Next get a content security policy with a nonce, which Next reads from the request. */
function secure(request, response, { appUrl, isLoopback }, dev) {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()');
  if (!isLoopback) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? ` ${appUrl.replace(/^http/, 'ws')}` : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  request.headers['content-security-policy'] = policy;
  response.setHeader('content-security-policy', policy);
}

function accountWhenDone(request, response, application, log) {
  const begun = performance.now();
  response.once('finish', () => {
    const path = loggedPath(request.url);
    const milliseconds = performance.now() - begun;
    application.observe(request.url, response.statusCode, milliseconds);
    if (path.startsWith('/_next/') || path.startsWith('/fonts/')) return;
    log.info('http.request', {
      request_id: request.headers[REQUEST_ID_HEADER],
      method: request.method,
      path,
      status: response.statusCode,
      milliseconds: Math.round(milliseconds),
    });
  });
}

/** Never the query, which can hold a code, nor the token of an address that has one (URL_TOKENS). */
function loggedPath(url) {
  return url.split('?')[0].replace(/(\/mcp\/u\/).+/, '$1{token}');
}

/** A page needs the database: while it is away, people get a page that says so, at once. */
async function servePage(application, request, response, handleNext) {
  try {
    const unavailable = request.url.startsWith('/_next/') ? null : await application.unavailablePage();
    if (unavailable) {
      response.writeHead(503, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'retry-after': '5' });
      return response.end(unavailable);
    }
    const renewed = request.url.startsWith('/_next/') ? null : await application.renewedCookie(request.headers.cookie);
    if (renewed) response.appendHeader('set-cookie', renewed);
    return await handleNext(request, response);
  } catch (thrown) {
    application.ctx.log.error('page.failed', { reason: thrown instanceof Error ? thrown.message : String(thrown) });
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
    return response.end('Something failed on our side.');
  }
}

async function listen(listener, { hosts, port }) {
  const servers = [];
  for (const host of hosts ?? [undefined]) {
    const server = createServer(PATIENCE, listener);
    server.setTimeout(STALLED_MS);
    const failure = await new Promise((resolve) => {
      server.once('error', resolve);
      server.listen({ port, host }, () => resolve(null));
    });
    if (failure === null) servers.push(server);
    // A machine without IPv6 loopback still serves on IPv4.
    else if (failure.code === 'EADDRNOTAVAIL' && servers.length > 0) continue;
    else if (failure.code === 'EADDRINUSE') throw new Error(`PORT ${port} is already in use. Stop the other program or set another PORT.`);
    else throw failure;
  }
  return servers;
}

/** Stops accepting, lets running requests finish for up to ten seconds, closes the database. */
async function stop(servers, nextServer, application) {
  application.beginStop();
  const closed = Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  for (const server of servers) server.closeIdleConnections();
  const limit = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, SHUTDOWN_LIMIT_MS);
  await closed;
  clearTimeout(limit);
  await nextServer.close();
  await application.close();
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Runs until SIGTERM or SIGINT; a start that fails prints one line and exits with 1. */
export async function main(options) {
  let running;
  let isStopping = false;
  const onSignal = async () => {
    if (isStopping) return;
    isStopping = true;
    await running?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  try {
    running = await serve(options);
    console.log(`Client Center is ready at ${running.url}`);
    process.send?.('ready');
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : String(thrown));
    process.exit(1);
  }
}

if (process.argv[1] === import.meta.filename) await main({ dev: process.argv.includes('--dev') });
