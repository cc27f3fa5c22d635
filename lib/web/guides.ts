// A guide filled in for one person: their keys that fit, this server's addresses, the ways that are switched on here.
import { acceptsRedirect, forwardingTargets, isGatewayKey } from '@/lib/clients/gateway-key';
import { type KeyAddresses, listKeyAddresses } from '@/lib/clients/queries/keys';
import type { Ctx } from '@/lib/db/context';
import { GUIDES, presetOf, serverNameOf } from '@/lib/guides/guides';
import type { Guide, GuideKey, GuideWay, WayKind } from '@/lib/guides/schema';
import { areKeysOn, endpointsToPaste } from './keys';

/** Keys of the person that this client can connect with, newest first. */
export async function keysThatFit(ctx: Ctx, userId: string, guide: Guide): Promise<GuideKey[]> {
  if (!areKeysOn(ctx)) return [];
  const keys = await listKeyAddresses(ctx, userId);
  return keys
    .filter((key) => fits(ctx, guide, key))
    .map(({ id, name, redirectUris, platformCallbacks }) => {
      const isGateway = isGatewayKey(ctx.settings, redirectUris);
      return { clientId: id, name, isGateway, callbacks: isGateway ? platformCallbacks : redirectUris };
    });
}

/** Guides whose client can connect with this key. */
export function guidesForKey(ctx: Ctx, key: Addresses): Pick<Guide, 'id' | 'name'>[] {
  return GUIDES.filter((guide) => fits(ctx, guide, key)).map(({ id, name }) => ({ id, name }));
}

type Addresses = Pick<KeyAddresses, 'isConfidential' | 'redirectUris' | 'platformCallbacks'>;

function fits(ctx: Ctx, guide: Guide, key: Addresses): boolean {
  if (key.isConfidential !== guide.needsSecret) return false;
  const callbacks = presetOf(guide)?.redirectUris;
  if (callbacks === undefined) return true; // its callback is added to the key later
  const accepted = { redirectUris: key.redirectUris, platformCallbacks: forwardingTargets(ctx, key) };
  return callbacks.some((callback) => acceptsRedirect(ctx.settings, accepted, callback));
}

/** The ways of the guide that work here; without a key the way by Client ID has no steps yet. */
export function waysHere(ctx: Ctx, guide: Guide, key: GuideKey | null): GuideWay[] {
  const { registration, brandName } = ctx.settings;
  const { mcpUrl, appUrl } = endpointsToPaste(ctx);
  const isOn: Record<WayKind, boolean> = {
    key: registration.has('static'),
    address: registration.has('dynamic') || registration.has('metadata'),
    token: true,
  };
  return guide
    .ways({ serverName: serverNameOf(brandName), mcpUrl, appUrl, clientId: key?.clientId ?? '' })
    .filter(({ kind }) => isOn[kind])
    .map((way) => (way.kind === 'key' && key === null ? { ...way, steps: [] } : way));
}
