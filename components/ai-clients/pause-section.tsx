'use client';
import { Pause, Play } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { toast } from '@/components/ui/toaster';
import type { Connection } from '@/lib/grants/portal-schema';
import { usePause, useResume } from './use-ai-clients';

/** "Pause" and "Resume": between going on and cutting it off. */
export function PauseSection({ connection }: { connection: Connection }) {
  const pause = usePause(connection.id);
  const resume = useResume(connection.id);
  const { clientName, isPaused } = connection;
  const problem = pause.error ?? resume.error;
  const done = (text: string) => ({ onSuccess: () => void toast.success(text, { description: 'It counts for the very next request.' }) });
  return (
    <Section
      title={isPaused ? 'Paused' : 'Pause'}
      hint={
        isPaused
          ? `Every tool refuses and says why, and its deployed strategies wait. ${clientName} stays connected, and you are asked before it connects anew.`
          : `While it is paused every tool refuses and says why, and its deployed strategies wait. ${clientName} stays connected, and its limits stay.`
      }
      action={
        isPaused ? (
          <Button variant="accent" pending={resume.isPending} onClick={() => resume.mutate(undefined, done(`${clientName} goes on`))}>
            <Play aria-hidden="true" />
            Resume
          </Button>
        ) : (
          <Button pending={pause.isPending} onClick={() => pause.mutate(undefined, done(`${clientName} is paused`))}>
            <Pause aria-hidden="true" />
            Pause
          </Button>
        )
      }
    >
      {problem && <Notice tone="danger">{problem.message}</Notice>}
    </Section>
  );
}
