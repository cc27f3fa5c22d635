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
