// Connection guides: what we know about each AI client, as data. Pages show it; nothing here decides anything.

/** `confirmed`: the vendor documents it or its source says so; `reported`: others have seen it work; `unsure`: to be checked in the client. */
export type Confidence = 'confirmed' | 'reported' | 'unsure';

/** Which redirect URIs a key needs for one AI client. */
export type RedirectPreset = Readonly<{
  id: string;
  /** As the vendor writes it. */
  label: string;
  redirectUris: readonly string[];
  confidence: Confidence;
  /** What to know or to check, in a sentence or two; null when there is nothing. */
  note: string | null;
}>;

/** How a client is told who it is: by the address alone, by the Client ID of a key, or by an access token. */
export type WayKind = 'address' | 'key' | 'token';

/** One thing to do in the AI client, and what goes with it. */
export type GuideStep = Readonly<{
  say: string;
  /** Values for single fields. */
  copy?: readonly Readonly<{ label: string; value: string }>[];
  /** The client shows a callback of its own here, which the key has to accept. */
  showsCallback?: boolean;
  /** A command or a piece of a file. */
  snippet?: Readonly<{ label: string; text: string }>;
  /** Opens the client with the fields filled in. Never carries a token. */
  open?: Readonly<{ label: string; href: string }>;
}>;

export type GuideWay = Readonly<{ kind: WayKind; confidence: Confidence; steps: readonly GuideStep[] }>;

/** What a guide is filled in with. */
export type GuideValues = Readonly<{
  /** How the client lists this server: lower case letters, digits and hyphens. */
  serverName: string;
  mcpUrl: string;
  appUrl: string;
  clientId: string;
}>;

/** How to connect one AI client. */
export type Guide = Readonly<{
  /** The end of its address under /connect. */
  id: string;
  /** As the vendor writes it. */
  name: string;
  /** `cloud`: the vendor's servers call us, so the address has to be public; `computer`: the person's own computer does. */
  callsFrom: 'cloud' | 'computer';
  /** Which redirect preset its key needs; null when the client shows its callback only while it is set up. */
  presetId: string | null;
  /** Its form insists on a client secret. */
  needsSecret: boolean;
  /** The ways that work for it, the usual one first. */
  ways: (values: GuideValues) => readonly GuideWay[];
  /** What is good to know, a sentence each. */
  notes: readonly string[];
}>;

/** A key that a guide can be filled in with. */
export type GuideKey = Readonly<{
  clientId: string;
  name: string;
  isGateway: boolean;
  /** Where it may lead to, as far as its person set it: redirect URIs; of a gateway key, what it forwards to besides the known platforms. */
  callbacks: readonly string[];
}>;

export const ACCESS_TOKEN_PLACEHOLDER = 'YOUR_ACCESS_TOKEN';
