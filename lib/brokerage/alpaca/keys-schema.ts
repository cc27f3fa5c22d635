// The key pair that a person makes at Alpaca and enters here.
import { z } from 'zod';

export const AlpacaKeys = z.object({
  keyId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{8,128}$/, 'An Alpaca key id has letters and digits only.'),
  secretKey: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9/+=_-]{8,256}$/, 'An Alpaca secret key has letters and digits only.'),
});
export type AlpacaKeys = z.output<typeof AlpacaKeys>;
