'use client';
import { Command } from 'cmdk';
import { type LucideIcon, Search } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { useClientCommands } from './use-client-commands';

export type PaletteCommand = Readonly<{
  label: string;
  /** Stands small beside the label. */
  detail?: string;
  /** What a search looks in, different for each; without it the label. */
  words?: string;
  group: string;
  icon: LucideIcon;
  run: () => void;
}>;

const never = () => () => undefined;

/** Go anywhere and do the common things from the keyboard: ⌘K or Ctrl K. */
export function CommandPalette({ commands }: { commands: readonly PaletteCommand[] }) {
  const [isOpen, setOpen] = useState(false);
  const isApple = useSyncExternalStore(
    never,
    () => /Mac|iP(hone|ad)/.test(navigator.userAgent),
    () => false,
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setOpen((wasOpen) => !wasOpen);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Button
        variant="quiet"
        aria-keyshortcuts="Meta+K Control+K"
        className="px-2.5 md:w-64 md:justify-start md:border-line"
        onClick={() => setOpen(true)}
      >
        <Search aria-hidden="true" />
        <span className="max-md:sr-only">Search or go to</span>
        <span aria-hidden="true" className="ml-auto text-sm max-md:hidden">
          {isApple ? '⌘K' : 'Ctrl K'}
        </span>
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogContent title="Search or go to" className="top-[18%] translate-y-0 p-4">
          <Palette commands={commands} onDone={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function Palette({ commands: given, onDone }: { commands: readonly PaletteCommand[]; onDone: () => void }) {
  const commands = [...given, ...useClientCommands()];
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Command label="Search or go to" loop className="-mt-2">
      <Command.Input
        placeholder="Type a page, an AI client or an action"
        className="h-10 w-full rounded-md border border-control bg-field px-3 text-entry placeholder:text-faint focus-visible:outline-offset-1"
      />
      <Command.List className="mt-2 max-h-80 overflow-y-auto">
        <Command.Empty className="px-2.5 py-6 text-center text-muted">Nothing by that name. Try another word.</Command.Empty>
        {groups.map((group) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-sm"
          >
            {commands
              .filter((command) => command.group === group)
              .map(({ label, detail, words = label, icon: CommandIcon, run }) => (
                <Command.Item
                  key={words}
                  value={words}
                  onSelect={() => {
                    onDone();
                    run();
                  }}
                  className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-sunken"
                >
                  <CommandIcon aria-hidden="true" className="size-4 text-muted" />
                  {label}
                  {detail && <span className="ml-auto min-w-0 truncate text-muted text-sm">{detail}</span>}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
