'use client';
import { Popover as Primitive } from 'radix-ui';
import { type ComponentProps, useRef } from 'react';
import { cn } from './cn';
import { popoverStyles } from './overlay-styles';

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;

type ContentProps = ComponentProps<typeof Primitive.Content> & { 'aria-labelledby': string };

/**
 * Something to read beside its button; the page stays usable. Escape and a press elsewhere close it, and the focus returns to the button.
 * Stays where it is written, so that it belongs to the same landmark.
 */
export function PopoverContent({ className, sideOffset = 6, align = 'end', ...rest }: ContentProps) {
  const content = useRef<HTMLDivElement>(null);
  // The whole is focused, not its first button: nothing is done by pressing Enter once more.
  const focusWhole = (event: Event) => {
    event.preventDefault();
    content.current?.focus();
  };
  return (
    <Primitive.Content
      {...rest}
      ref={content}
      sideOffset={sideOffset}
      align={align}
      collisionPadding={16}
      onOpenAutoFocus={focusWhole}
      className={cn(popoverStyles, 'outline-none', className)}
    />
  );
}
