// JSON logs, one object a line. Fields are scalars by type, so no object with a secret inside can be passed by accident.
import pino from 'pino';
import type { Log } from '@/lib/core/context';
import type { Settings } from '@/lib/core/settings';

export function createLog(settings: Settings, requestId?: string): Log {
  return wrap(rootLogger(settings).child(requestId ? { request_id: requestId } : {}));
}

let root: pino.Logger | undefined;

function rootLogger({ logLevel }: Settings): pino.Logger {
  root ??= pino({
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
  return root;
}

function wrap(logger: pino.Logger): Log {
  return {
    debug: (event, fields) => logger.debug({ event, ...fields }),
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  };
}
