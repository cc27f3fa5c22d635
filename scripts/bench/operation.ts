/** What is measured: the same work asked of ours and of a yardstick. */
export type Operation = Readonly<{
  name: string;
  /** The bytes of the next request. */
  ours: () => Buffer;
  yardstick: () => Buffer;
  isGood: (head: string, body: string) => boolean;
}>;
