// Stands in for the package `server-only`, which throws outside a Next server build.
export {};
