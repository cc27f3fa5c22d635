// Which IP addresses a stranger may make us connect to: public unicast only. Everything RFC 6890 and its registries set aside is refused,
// with the forms that carry another address inside (v4-mapped, NAT64, 6to4, Teredo).
import ipaddr from 'ipaddr.js';

/** Answers inside a cloud provider's network on a public address: Azure's host agent, which hands out credentials. */
const METADATA_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** Public by ipaddr.js, yet special: documentation (RFC 9637), ORCHID, benchmarking and the 6bone's former space. */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3ffe::/16', '3fff::/20'].map((range) => ipaddr.IPv6.parseCIDR(range));
/** All of the global unicast space that has been given out (RFC 4291 §2.4). Outside of it everything is special, NAT64 included. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** @param text an address as DNS or a socket gives it; anything else is not public */
export function isPublicAddress(text: string): boolean {
  const address = parse(text);
  if (address === null || address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv4) return !METADATA_ADDRESSES.has(address.toString());
  return address.match(GLOBAL_V6) && !SPECIAL_V6.some((range) => address.match(range));
}

/** 127.0.0.0/8 or ::1, written plainly: `::ffff:127.0.0.1` is neither. */
export function isLoopbackAddress(text: string): boolean {
  return parse(text)?.range() === 'loopback';
}

/** Only the standard forms: ipaddr.js would also read octal, hexadecimal and one-number IPv4. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  // A zone (`fe80::1%eth0`) names an interface of ours; no public address has one.
  return text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text) : null;
}
