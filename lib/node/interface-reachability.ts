import type { NetworkInterfaceInfo } from 'node:os';
import { NetworkReachabilityStatus } from '../extending/reachability.js';

/**
 * Reachability by the machine's addresses: reachable if one of them is neither loopback nor link-local, which a
 * machine
 * gives itself for want of another (RFC 3927, RFC 4291 §2.5.6).
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
