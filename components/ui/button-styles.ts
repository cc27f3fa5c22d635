import { cva, type VariantProps } from 'class-variance-authority';

/** How everything that is pressed looks; shared by Button and LinkButton. One `accent` per screen. */
export const buttonStyles = cva(
  'inline-flex shrink-0 cursor-pointer items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium transition-colors disabled:pointer-events-none disabled:opacity-55 aria-disabled:pointer-events-none aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        accent: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
        plain: 'border-control bg-surface text-ink hover:border-ink hover:bg-sunken',
        quiet: 'border-transparent bg-transparent text-muted hover:bg-sunken hover:text-ink',
        danger: 'border-transparent bg-danger text-on-danger hover:bg-danger-hover',
        'danger-plain': 'border-control bg-surface text-danger-text hover:border-danger hover:bg-danger-soft',
      },
      size: {
        md: 'min-h-9 px-3.5 py-1.5 pointer-coarse:min-h-11',
        sm: 'min-h-8 px-2.5 py-1 text-sm pointer-coarse:min-h-11',
        icon: 'size-9 pointer-coarse:size-11',
        'icon-sm': 'size-7 rounded-sm pointer-coarse:size-11',
      },
    },
    defaultVariants: { variant: 'plain', size: 'md' },
  },
);

export type ButtonStyleProps = VariantProps<typeof buttonStyles>;
