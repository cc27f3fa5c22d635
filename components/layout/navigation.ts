import {
  Activity,
  Blocks,
  BookOpen,
  Bot,
  ChartNoAxesCombined,
  CircleUser,
  Hand,
  KeyRound,
  KeySquare,
  LayoutDashboard,
  type LucideIcon,
  Plug,
  Share2,
  Wallet,
} from 'lucide-react';
import { routes } from '@/lib/core/routes';

export type NavigationItem = Readonly<{
  href: string;
  label: string;
  icon: LucideIcon;
  /** `main`: the work; `more`: below the hairline of the rail. */
  group: 'main' | 'more';
  /** Whether it is one of the at most four of the bottom bar on a phone. */
  isOnPhoneBar: boolean;
}>;

/** The pages of the portal, in the order of the rail. Only pages that exist: add the line with the page. */
export const navigation: readonly NavigationItem[] = [
  { href: routes.home(), label: 'Overview', icon: LayoutDashboard, group: 'main', isOnPhoneBar: true },
  { href: routes.accounts(), label: 'Accounts', icon: Wallet, group: 'main', isOnPhoneBar: true },
  { href: routes.approvals(), label: 'Approvals', icon: Hand, group: 'main', isOnPhoneBar: true },
  { href: routes.aiClients(), label: 'AI Clients', icon: Bot, group: 'main', isOnPhoneBar: true },
  { href: routes.connect(), label: 'Connect', icon: Plug, group: 'main', isOnPhoneBar: false },
  { href: routes.activity(), label: 'Activity', icon: Activity, group: 'main', isOnPhoneBar: false },
  { href: routes.keys(), label: 'API', icon: KeyRound, group: 'main', isOnPhoneBar: false },
  { href: routes.strategies(), label: 'Strategies', icon: ChartNoAxesCombined, group: 'more', isOnPhoneBar: false },
  { href: routes.accessTokens(), label: 'Access tokens', icon: KeySquare, group: 'more', isOnPhoneBar: false },
  { href: routes.platform(), label: 'Platform', icon: Blocks, group: 'more', isOnPhoneBar: false },
  { href: routes.sharing(), label: 'Sharing', icon: Share2, group: 'more', isOnPhoneBar: false },
  { href: routes.doc('quick-start'), label: 'Docs', icon: BookOpen, group: 'more', isOnPhoneBar: false },
  { href: routes.account(), label: 'Account', icon: CircleUser, group: 'more', isOnPhoneBar: false },
];

/** Whether the page at `path` lies in the part of the portal that begins at `href`. */
export function isWithin(path: string, href: string): boolean {
  return href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
}
