'use client';
import { Bot } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useKnownConnections } from '@/components/ai-clients/use-ai-clients';
import { routes } from '@/lib/core/routes';
import type { PaletteCommand } from './command-palette';

/** The AI clients a person allowed, by name; asked for when the palette opens. */
export function useClientCommands(): PaletteCommand[] {
  const router = useRouter();
  const { data: connections = [] } = useKnownConnections();
  return connections.map(({ id, clientName, destination }, index) => ({
    label: clientName,
    detail: destination,
    words: `${clientName} ${destination} ${index + 1}`, // two connections may have all but the number in common
    icon: Bot,
    group: 'AI clients',
    run: () => router.push(routes.aiClient(id)),
  }));
}
