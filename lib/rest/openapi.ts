// The OpenAPI 3.1 document, made from the schemas that check requests and answers, so that it says what is true.
import { z } from 'zod';
import { routes } from '@/lib/core/routes';
import { RESOURCE_API_PATH, type Settings } from '@/lib/core/settings';
import { MintBody } from '@/lib/embedding/mint-endpoint';
import { SCOPES } from '@/lib/grants/scopes';
import type { Operation } from './define-operation';
import { operations } from './operations';
import { ErrorBody } from './schema';

type Json = Readonly<Record<string, unknown>>;
/** The named schemas found so far. */
type Schemas = Record<string, Json>;

const documents = new WeakMap<Settings, Json>();

/** Made once per process: it depends on settings alone. */
export function openApiDocument(settings: Settings): Json {
  const made = documents.get(settings) ?? makeDocument(settings);
  documents.set(settings, made);
  return made;
}

function makeDocument({ appUrl, brandName }: Settings): Json {
  const schemas: Schemas = {};
  return {
    openapi: '3.1.0',
    info: {
      title: `${brandName} REST API`,
      version: '1',
      description: `Reads accounts, balances, positions and orders, with a token for the resource ${appUrl}${RESOURCE_API_PATH}. A token for another resource is refused. Platforms manage their users here and mint tokens for them.`,
    },
    servers: [{ url: appUrl }],
    paths: { ...paths(schemas), [routes.mintUserToken()]: { post: mintOperation(schemas) } },
    components: { schemas: { ...schemas, Error: schemaOf(schemas, ErrorBody, 'output') }, securitySchemes: securitySchemes(appUrl) },
  };
}

function paths(schemas: Schemas): Json {
  const byPath: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    byPath[operation.path] = { ...byPath[operation.path], [operation.method.toLowerCase()]: described(schemas, operation) };
  }
  return byPath;
}

function described(schemas: Schemas, operation: Operation): Json {
  const { id, summary, description, path, status, body, response } = operation;
  const takesBody = operation.caller === 'platform' && operation.method !== 'GET' && body !== null && !(body instanceof z.ZodUnknown);
  return {
    operationId: id,
    summary,
    ...(description !== undefined && { description }),
    security: operation.caller === 'token' ? [{ oauth: operation.scope === null ? [] : [operation.scope] }, { token: [] }] : [PLATFORM],
    parameters: [...pathParameters(path), ...queryParameters(schemas, operation.query)],
    ...(takesBody && { requestBody: { required: true, content: asJson(schemaOf(schemas, body, 'input')) } }),
    responses: {
      [status]: { description: summary, content: asJson(schemaOf(schemas, response, 'output')) },
      default: { description: 'A refusal.', content: asJson({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

const PLATFORM = { clientId: [], clientSecret: [] };
const USER = { userId: [], userSecret: [] };

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(schemas: Schemas, query: z.ZodType): Json[] {
  if (!(query instanceof z.ZodObject)) return [];
  return Object.entries<z.ZodType>(query.shape).map(([name, type]) => {
    const { description, ...schema } = schemaOf(schemas, type, 'input');
    return { name, in: 'query', required: false, ...(description !== undefined && { description }), schema };
  });
}

/** JSON Schema of 2020-12, which is OpenAPI 3.1's own dialect. Schemas with a name (`meta({ id })`) go to the document's components. */
function schemaOf(schemas: Schemas, type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs = {}, ...schema } = Schema.parse(relocated(z.toJSONSchema(type, { io })));
  for (const [name, { id: __, ...named }] of Object.entries($defs)) schemas[name] = named;
  return schema;
}

const Schema = z.looseObject({ $defs: z.record(z.string(), z.looseObject({})).optional() });

function relocated(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

function asJson(schema: Json): Json {
  return { 'application/json': { schema } };
}

/** Answers in OAuth's form of errors, as token endpoints do. */
function mintOperation(schemas: Schemas): Json {
  const answer = z.strictObject({
    access_token: z.string().describe('A JWT of one hour.'),
    token_type: z.literal('Bearer'),
    expires_in: z.literal(3600),
    scope: z.string(),
  });
  const refusal = z.strictObject({ error: z.string(), error_description: z.string(), field: z.string().optional() });
  return {
    operationId: 'mintUserToken',
    summary: 'A token for one of the platform’s users',
    security: [{ ...PLATFORM, ...USER }],
    requestBody: { required: true, content: asJson(schemaOf(schemas, MintBody, 'input')) },
    responses: {
      200: { description: 'The token.', content: asJson(schemaOf(schemas, answer, 'output')) },
      default: { description: 'A refusal.', content: asJson(schemaOf(schemas, refusal, 'output')) },
    },
  };
}

function securitySchemes(appUrl: string): Json {
  const header = (name: string, description: string) => ({ type: 'apiKey', in: 'header', name, description });
  const scopes = Object.fromEntries(SCOPES.filter(({ risk }) => risk === 'read').map(({ id, sentence }) => [id, sentence]));
  return {
    oauth: {
      type: 'oauth2',
      description: `Ask for the resource ${appUrl}${RESOURCE_API_PATH} (RFC 8707). PKCE with S256 is required.`,
      flows: { authorizationCode: { authorizationUrl: appUrl + routes.authorize(), tokenUrl: appUrl + routes.token(), scopes } },
    },
    token: { type: 'http', scheme: 'bearer', description: 'A personal access token (cc_pat_…), or a minted user token for this resource.' },
    clientId: header('client-id', 'The platform’s Client ID.'),
    clientSecret: header('client-secret', 'The platform’s Client secret.'),
    userId: header('user-id', 'The user’s User ID.'),
    userSecret: header('user-secret', 'The user’s User secret.'),
  };
}
