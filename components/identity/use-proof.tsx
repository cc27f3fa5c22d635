'use client';
// "Confirm it is you": whatever the server refuses for want of a recent sign-in is asked here, in place, and then done.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { toast } from '@/components/ui/toaster';
import { ApiError } from '@/lib/browser/api';
import { type NotProved, readNotProved } from '@/lib/identity/proof-schema';
import { ProofDialog } from './proof-dialog';

/** Runs the work; when it needs a recent sign-in, asks for the proof and runs it once more. @throws ApiError when the person leaves the question */
type WithProof = <T>(work: () => Promise<T>) => Promise<T>;

const ProofContext = createContext<WithProof | null>(null);

const isProofWanted = (thrown: unknown) => thrown instanceof ApiError && thrown.field === 'signIn';

export function useProof(): WithProof {
  const withProof = useContext(ProofContext);
  if (!withProof) throw new Error('useProof needs a ProofProvider above it.');
  return withProof;
}

/** Why the identity provider led back here without a proof; told once, also when the page is loaded again. */
function takeFailure(): NotProved | null {
  const { hash, pathname, search } = window.location;
  const reason = readNotProved(hash);
  // Once the router is in charge of the history: else it would put the fragment back.
  if (reason !== null) setTimeout(() => window.history.replaceState(null, '', pathname + search));
  return reason;
}

/** Once, in the shell: holds the one dialog that every page uses. */
export function ProofProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState<NotProved | null>(null);
  const settle = useRef<(isProved: boolean) => void>(() => undefined);
  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        settle.current(false); // a second question takes the place of the first
        settle.current = resolve;
        setFailure(null);
        setOpen(true);
      }),
    [],
  );
  useEffect(() => {
    const reason = takeFailure();
    if (reason === null) return;
    settle.current = (isProved) => {
      if (isProved) toast.success('Confirmed', { description: 'Now press the button again.' });
    };
    setFailure(reason);
    setOpen(true);
  }, []);
  const done = useCallback((isProved: boolean) => {
    setOpen(false);
    settle.current(isProved);
  }, []);
  const withProof = useMemo<WithProof>(
    () => async (work) => {
      try {
        return await work();
      } catch (thrown) {
        if (!isProofWanted(thrown)) throw thrown;
        if (!(await ask())) throw new ApiError('Nothing was done, because you did not confirm that it is you.', 0);
        return work();
      }
    },
    [ask],
  );
  return (
    <ProofContext value={withProof}>
      {children}
      <ProofDialog isOpen={isOpen} failure={failure} onDone={done} />
    </ProofContext>
  );
}
