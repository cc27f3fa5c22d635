// One operation: its address, what it takes and gives, and who may call it. The schemas check requests, check answers and make the document.
import type { z } from 'zod';
import type { ProvenPlatform } from '@/lib/embedding/authenticate';
import type { Principal } from '@/lib/grants/schema';
import type { ScopeId } from '@/lib/grants/scopes';
import { RestError } from './errors';
import type { RestCtx } from './schema';

type About = Readonly<{
  /** Parts that vary in braces. */
  path: string;
  id: string;
  summary: string;
  description?: string;
}>;

/** As it arrived: nothing of it was checked, except that the path's parts are printable. */
export type Raw = Readonly<{ params: Readonly<Record<string, string>>; query: Readonly<Record<string, string>>; body: unknown }>;

type Checked<Q extends z.ZodType, B extends z.ZodType> = Readonly<{
  params: Readonly<Record<string, string>>;
  query: z.output<Q>;
  body: z.output<B>;
}>;

type Shapes = Readonly<{ query: z.ZodType; body: z.ZodType | null; response: z.ZodType; status: 200 | 201 }>;

/** For a program with an access token or personal access token. */
export type TokenOperation = About &
  Shapes &
  Readonly<{
    caller: 'token';
    method: 'GET';
    /** What the token must allow; null when any token will do. */
    scope: ScopeId | null;
    run: (ctx: RestCtx, principal: Principal, raw: Raw) => Promise<unknown>;
  }>;

/** For a platform with its own credentials. */
export type PlatformOperation = About &
  Shapes &
  Readonly<{
    caller: 'platform';
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
    run: (ctx: RestCtx, platform: ProvenPlatform, raw: Raw) => Promise<unknown>;
  }>;

export type Operation = TokenOperation | PlatformOperation;

export function tokenOperation<Q extends z.ZodType, R extends z.ZodType>(
  operation: About &
    Readonly<{
      scope: ScopeId | null;
      query: Q;
      response: R;
      run: (ctx: RestCtx, principal: Principal, input: Pick<Checked<Q, z.ZodUnknown>, 'params' | 'query'>) => Promise<z.input<R>>;
    }>,
): TokenOperation {
  const { run, ...about } = operation;
  return {
    ...about,
    caller: 'token',
    method: 'GET',
    body: null,
    status: 200,
    run: async (ctx, principal, { params, query }) =>
      operation.response.parse(await run(ctx, principal, { params, query: check(operation.query, query) })),
  };
}

export function platformOperation<Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  operation: About &
    Readonly<{
      method: PlatformOperation['method'];
      query: Q;
      /** `NoBody` for an operation that takes none. */
      body: B;
      response: R;
      status?: 200 | 201;
      run: (ctx: RestCtx, platform: ProvenPlatform, input: Checked<Q, B>) => Promise<z.input<R>>;
    }>,
): PlatformOperation {
  const { run, status = 200, ...about } = operation;
  return {
    ...about,
    caller: 'platform',
    status,
    run: async (ctx, platform, { params, query, body }) => {
      const input = { params, query: check(operation.query, query), body: check(operation.body, body) };
      return operation.response.parse(await run(ctx, platform, input));
    },
  };
}

/** @throws RestError 400 naming the first field at fault */
function check<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const unknownName = issue?.code === 'unrecognized_keys' ? issue.keys[0]?.slice(0, 40) : undefined;
  const field = unknownName ?? issue?.path.filter((part) => typeof part === 'string').join('.') ?? '';
  const problem = unknownName === undefined ? (issue?.message ?? 'is not valid') : 'There is no such parameter.';
  throw new RestError(400, 'invalid_request', field === '' ? problem : `${field}: ${problem}`, field === '' ? {} : { field });
}
