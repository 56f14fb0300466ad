import type { NetworkInterfaceInfo } from 'node:os';
import { NetworkReachabilityStatus } from '../extending/reachability.js';

/**
 * What the addresses of a machine tell: the network can be reached when one of them is neither the machine's own
 * (loopback) nor link-local, which machines give themselves when nobody else does (RFC 3927, RFC 4291 §2.5.6).
 */
export function reachabilityOf(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): NetworkReachabilityStatus {
  const addresses = Object.values(interfaces).flatMap((infos) => infos ?? []);
  return addresses.some(leadsElsewhere)
    ? NetworkReachabilityStatus.reachable('ethernetOrWiFi')
    : NetworkReachabilityStatus.notReachable;
}

function leadsElsewhere({ internal, address }: NetworkInterfaceInfo): boolean {
  return !internal && !/^(169\.254\.|fe[89ab][\da-f]:)/i.test(address);
}
