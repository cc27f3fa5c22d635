'use client';
import { Tooltip as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';

const DELAY_MS = 300;

/** A few words more about something that can be focused; shown on hover and focus. Never the only place of a fact. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactNode }) {
  return (
    <Primitive.Provider delayDuration={DELAY_MS}>
      <Primitive.Root>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-in rounded-md bg-ink px-2.5 py-1.5 text-ground text-sm shadow-overlay fade-in-0"
          >
            {text}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  );
}
