'use client';
import { Check } from 'lucide-react';
import { DropdownMenu as Primitive } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { popoverStyles } from './overlay-styles';

export const DropdownMenu = Primitive.Root;
export const DropdownMenuTrigger = Primitive.Trigger;
export const DropdownMenuRadioGroup = Primitive.RadioGroup;

const itemStyles =
  'flex min-h-9 w-full cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left outline-none data-[disabled]:pointer-events-none data-[highlighted]:bg-sunken data-[disabled]:opacity-55 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted';

/** A list of actions that opens beside its button. Stays where it is written, so that it belongs to the same landmark. */
export function DropdownMenuContent({ className, sideOffset = 6, align = 'end', ...rest }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content {...rest} sideOffset={sideOffset} align={align} className={cn(popoverStyles, className)} />;
}

type ItemProps = ComponentProps<typeof Primitive.Item> & { tone?: 'danger' };

export function DropdownMenuItem({ tone, className, ...rest }: ItemProps) {
  return (
    <Primitive.Item {...rest} className={cn(itemStyles, tone === 'danger' && 'text-danger-text [&_svg]:text-danger-text', className)} />
  );
}

export function DropdownMenuRadioItem({ className, children, ...rest }: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem {...rest} className={cn(itemStyles, className)}>
      {children}
      <Primitive.ItemIndicator className="ml-auto">
        <Check aria-hidden="true" />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...rest }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label {...rest} className={cn('px-2.5 py-1.5 text-muted text-sm', className)} />;
}

export function DropdownMenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-line" />;
}
