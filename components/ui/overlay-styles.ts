const motion =
  'data-[state=open]:animate-in data-[state=closed]:animate-out data-[state=open]:fade-in-0 data-[state=closed]:fade-out-0 duration-150';

/** The veil behind a dialog. */
export const overlayStyles = `fixed inset-0 z-50 bg-veil ${motion}`;

/** The panel of a dialog: in the middle, never taller than the screen. */
export const panelStyles = `fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-xl border bg-surface shadow-overlay outline-none data-[state=open]:zoom-in-98 data-[state=closed]:zoom-out-98 ${motion}`;

/** What opens beside its button: menus. */
export const popoverStyles = `z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-lg border bg-surface p-1 shadow-overlay data-[side=bottom]:slide-in-from-top-1 data-[side=top]:slide-in-from-bottom-1 ${motion}`;
