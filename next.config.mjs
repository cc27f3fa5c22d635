/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
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
