'use client';
import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import { type ComponentProps, type ReactNode, useState } from 'react';
import { buttonStyles } from './button-styles';
import { cn } from './cn';
import { overlayStyles, panelStyles } from './overlay-styles';

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

type DialogContentProps = Omit<ComponentProps<typeof Primitive.Content>, 'title'> & {
  title: string;
  /** One sentence that says what the dialog is for. */
  description?: ReactNode;
};

/** A question or a small form over the page; Escape and the cross leave it. */
export function DialogContent(props: DialogContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayStyles} />
      <Panel {...props} />
    </Primitive.Portal>
  );
}

/** Exists while the dialog is open. Radix returns the focus to the trigger; a dialog opened by a key or by an answer has none. */
function Panel({ title, description, className, children, ...rest }: DialogContentProps) {
  const [focusedBefore] = useState(() => document.activeElement);
  const returnFocus = (event: Event) => {
    if (!(focusedBefore instanceof HTMLElement) || focusedBefore === document.body) return;
    event.preventDefault();
    focusedBefore.focus();
  };
  return (
    <Primitive.Content
      onCloseAutoFocus={returnFocus}
      {...rest}
      {...(description ? {} : { 'aria-describedby': undefined })}
      className={cn(panelStyles, 'max-w-column p-6', className)}
    >
      <Primitive.Title className="pr-8 font-semibold text-lg">{title}</Primitive.Title>
      {description && <Primitive.Description className="mt-1 text-muted">{description}</Primitive.Description>}
      <div className="mt-5">{children}</div>
      <Primitive.Close className={cn(buttonStyles({ variant: 'quiet', size: 'icon-sm' }), 'absolute top-4 right-4')}>
        <X aria-hidden="true" />
        <span className="sr-only">Close</span>
      </Primitive.Close>
    </Primitive.Content>
  );
}

/** The buttons at the end of a dialog. On a phone the main one is on top. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="mt-6 flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}
