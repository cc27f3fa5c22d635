// What people read when an app that made itself known cannot go on: its registration ended, or its document is not to be had.
import type { ReactNode } from 'react';
import type { DocumentRefusal } from '@/lib/clients/schema';
import { routes } from '@/lib/core/routes';

export type RefusalWords = { title: string; text: ReactNode; action?: { label: string; href: string } };

type SelfMadeRefusal = Readonly<{ kind: DocumentRefusal; clientId: string }> | Readonly<{ kind: 'registration_ended' }>;

export function selfMadeWords(refusal: SelfMadeRefusal): RefusalWords {
  switch (refusal.kind) {
    case 'registration_ended':
      return {
        title: 'This app’s registration has ended',
        text: 'The app registered itself here and was removed, or was not used for a long time. Remove the connection in the app and add it again: it then registers anew.',
      };
    case 'document_refused':
      return {
        title: 'This app’s address cannot be read',
        text: `The app names ${shown(refusal.clientId)} as the address that says who it is. That is not a public https address, so nothing is fetched from there. Nothing was connected.`,
      };
    case 'document_invalid':
      return {
        title: 'This app does not say who it is',
        text: `What is published at ${shown(refusal.clientId)} does not describe an app as it must. Nothing was connected. Tell whoever makes the app.`,
      };
    case 'document_withdrawn':
      return {
        title: 'This app was withdrawn',
        text: `Whoever makes the app no longer publishes it at ${shown(refusal.clientId)}. Nothing new can connect with it; what you allowed before goes on until you end it.`,
        action: { label: 'See your AI clients', href: routes.aiClients() },
      };
    case 'document_not_now':
      return {
        title: 'This app cannot be checked right now',
        text: `Who it is should be published at ${shown(refusal.clientId)}, but nothing could be read from there. Wait a few minutes, then go back to the app and start again.`,
      };
  }
}

function shown(clientId: string): string {
  return clientId.length <= 200 ? clientId : `${clientId.slice(0, 200)}…`;
}
