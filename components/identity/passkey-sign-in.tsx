'use client';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { signInWithPasskey } from './passkey-requests';

/** The button that asks for a passkey, beside other ways on. @param target where to go when signed in: a path of ours, checked by the page */
export function PasskeySignIn({ target, children }: { target: string; children: ReactNode }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const press = async () => {
    setRunning(true);
    setProblem(null);
    try {
      await signInWithPasskey();
      window.location.assign(target);
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : 'That did not work. Try again.');
      setRunning(false);
    }
  };
  return (
    <div className="w-full space-y-4">
      {problem && <Notice tone="danger">{problem}</Notice>}
      <div className="flex flex-wrap gap-2">
        <Button variant="accent" pending={isRunning} onClick={press}>
          Sign in with a passkey
        </Button>
        {children}
      </div>
    </div>
  );
}
