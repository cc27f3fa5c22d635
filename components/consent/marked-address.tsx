// Two addresses beside each other, with the place where they part marked: on the script-free page of a refusal and on the key's page.

/** Where two addresses part: what both begin with, then the rest of each. */
export function splitAtDifference(sent: string, registered: string): { shared: string; sent: string; registered: string } {
  let length = 0;
  while (length < sent.length && length < registered.length && sent[length] === registered[length]) length += 1;
  return { shared: sent.slice(0, length), sent: sent.slice(length), registered: registered.slice(length) };
}

/** An address with the first character that differs marked. */
export function MarkedAddress({ shared, rest }: { shared: string; rest: string }) {
  const [first = ''] = [...rest];
  return (
    <>
      {shared}
      {first !== '' && <mark className="rounded-sm bg-danger-soft px-0.5 font-semibold text-danger-text">{first}</mark>}
      {rest.slice(first.length)}
    </>
  );
}

/** Beside an address that ends where the other goes on: says so to those who do not see the mark. */
export function EndsHere({ rest }: { rest: string }) {
  return rest === '' ? <span className="sr-only"> (ends here)</span> : null;
}
