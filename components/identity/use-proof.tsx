'use client';
// "Confirm it is you": whatever the server refuses for want of a recent sign-in is asked here, in place, and then done.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { ApiError } from '@/lib/browser/api';
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

/** Once, in the shell: holds the one dialog that every page uses. */
export function ProofProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const settle = useRef<(isProved: boolean) => void>(() => undefined);
  const ask = useCallback(
    () =>
      new Promise<boolean>((resolve) => {
        settle.current(false); // a second question takes the place of the first
        settle.current = resolve;
        setOpen(true);
      }),
    [],
  );
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
      <ProofDialog isOpen={isOpen} onDone={done} />
    </ProofContext>
  );
}
