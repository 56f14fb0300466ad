import { Observable } from 'rxjs';
import { NetworkReachabilityStatus } from '../contracts/reachability.js';
import type { ReachabilitySource } from './network-reachability.js';

/** Whether a host name or address is that of the machine itself (RFC 6761 §6.3, RFC 5735, RFC 4291). */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|::1|\[::1\])\.?$/i.test(host);
}

/** The machine itself is there, network or not. */
export const loopbackReachability: ReachabilitySource = {
  current: () => THERE,
  statuses: /* @__PURE__ */ new Observable((subscriber) => {
    subscriber.next(THERE);
  }),
};

const THERE = /* @__PURE__ */ NetworkReachabilityStatus.reachable('ethernetOrWiFi');
