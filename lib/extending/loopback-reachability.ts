import { Observable } from 'rxjs';
import { NetworkReachabilityStatus } from './reachability.js';
import { parsedURL } from '../message/parsed-url.js';
import type { ReachabilitySource } from './reachability.js';

/**
 * True for a host name or address of this machine, in any notation (RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291
 * §2.5.3).
 */
export function isLoopbackHost(host: string): boolean {
  const isAddress6 = host.includes(':') && !host.startsWith('[');
  const name = parsedURL(`http://${isAddress6 ? `[${host}]` : host}/`)?.hostname ?? '';
  return /^((.+\.)?localhost\.?|127(\.\d+){3}|\[::1\])$/.test(name);
}

/** The machine itself is there, network or not. */
export const loopbackReachability: ReachabilitySource = {
  current: () => THERE,
  statuses: /* @__PURE__ */ new Observable((subscriber) => {
    subscriber.next(THERE);
  }),
};

const THERE = /* @__PURE__ */ NetworkReachabilityStatus.reachable('ethernetOrWiFi');
