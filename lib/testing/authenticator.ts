// An authenticator in software (WebAuthn Level 3 §6): one ES256 credential, attestation "none". Every part of an answer can be bent.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

type Question = { challenge: string };
export type Bend = Readonly<{
  origin?: string;
  rpId?: string;
  isVerified?: boolean;
  counter?: number;
  challenge?: string;
  userHandle?: string;
}>;

export class Authenticator {
  readonly credentialId = randomBytes(32);
  #counter = 0;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  #userHandle = '';

  constructor(
    readonly origin: string,
    readonly rpId = new URL(origin).hostname,
  ) {}

  create(question: Question & { user: { id: string } }, bend: Bend = {}) {
    this.#userHandle = question.user.id;
    const credential = Buffer.concat([
      Buffer.alloc(16),
      uint16(this.credentialId.length),
      this.credentialId,
      coseKey(this.#keys.publicKey),
    ]);
    const authData = Buffer.concat([this.#authData(0x40, bend), credential]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3, 0x63]),
      Buffer.from('fmt'),
      Buffer.from([0x64]),
      Buffer.from('none'),
      Buffer.from([0x67]),
      Buffer.from('attStmt'),
      Buffer.from([0xa0, 0x68]),
      Buffer.from('authData'),
      Buffer.from([0x59]),
      uint16(authData.length),
      authData,
    ]);
    return this.#answer({
      clientDataJSON: base64url(this.#clientData('webauthn.create', question, bend)),
      attestationObject: base64url(attestation),
      transports: ['internal'],
    });
  }

  get(question: Question, bend: Bend = {}) {
    this.#counter += 1;
    const clientData = this.#clientData('webauthn.get', question, bend);
    const authData = this.#authData(0, bend);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    return this.#answer({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authData),
      signature: base64url(sign('sha256', signed, this.#keys.privateKey)),
      userHandle: bend.userHandle ?? this.#userHandle,
    });
  }

  #answer<R>(response: R) {
    const id = base64url(this.credentialId);
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #clientData(type: string, { challenge }: Question, bend: Bend): Buffer {
    return Buffer.from(
      JSON.stringify({ type, challenge: bend.challenge ?? challenge, origin: bend.origin ?? this.origin, crossOrigin: false }),
    );
  }

  #authData(flags: number, { rpId = this.rpId, isVerified = true, counter = this.#counter }: Bend): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags | 0x01 | (isVerified ? 0x04 : 0)]), count]);
  }
}

function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, 'base64url'),
  ]);
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
