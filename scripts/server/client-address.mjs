// Whose request it is, for limits and records: the socket's address, or what trusted proxies say.
import { isIP } from 'node:net';

/** The socket's address, or the entry of X-Forwarded-For that the outermost trusted proxy wrote, if that is an address. */
export function clientAddress(request, trustedProxyHops) {
  const socketAddress = plainAddress(request.socket.remoteAddress ?? '') ?? '';
  if (trustedProxyHops === 0) return socketAddress;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  return plainAddress(forwarded.at(-trustedProxyHops) ?? forwarded[0] ?? '') ?? socketAddress;
}

/** Without the port that some proxies add: with it every connection would count as another network. Null for what is no address. */
function plainAddress(text) {
  const withPort = /^\[(.+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(text);
  const address = withPort?.[1] ?? withPort?.[2] ?? text;
  return isIP(address) === 0 ? null : address.replace(/^::ffff:/, '');
}
