/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true }, // none are resized, so nobody may have the server fetch and resize any
  // Each one-line route file bundles the endpoint table again; the direct lane answers those, so they need not be loaded at the start.
  experimental: { preloadEntriesOnStart: false },
  // Packages with WebAssembly or native parts of their own; they are loaded from node_modules as they are.
  serverExternalPackages: [
    '@electric-sql/pglite',
    'pglite-prisma-adapter',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
    '@node-rs/argon2',
    'pg',
    'pino',
    'prom-client',
    'ioredis',
    '@simplewebauthn/server',
    'nodemailer',
  ],
};
