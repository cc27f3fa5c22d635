// The gateway: one fixed callback that forwards to the AI platform that asked. This folder owns the list of platforms and the hop through
// /auth/callback. Accepting an address belongs to lib/clients (gateway-key.ts), grants and codes to lib/oauth.

/** Why the callback shows a page instead of forwarding. */
export type CallbackProblem =
  /** Opened by hand: nothing came with it. */
  | 'nothing_sent'
  /** An error answer to an app that gave no address of its own. */
  | 'denied'
  | 'refused'
  /** Allowed, but the app gave no address of its own to forward to. */
  | 'no_destination'
  | 'code_unknown'
  | 'code_used'
  | 'code_expired'
  | 'other_browser';

export type CallbackOutcome =
  | Readonly<{ kind: 'forward'; location: string; redirectUri: string }>
  | Readonly<{ kind: 'page'; problem: CallbackProblem }>;
