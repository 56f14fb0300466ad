import { describe, expect, it } from '@jest/globals';
import type { NetworkInterfaceInfo } from 'node:os';
import { reachabilityOf } from '../../lib/node/network-reachability-manager.js';

const info = (address: string, internal = false): NetworkInterfaceInfo => {
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  return { address, internal, family, netmask: '', mac: '', cidr: null, scopeid: 0 };
};

describe('reachabilityOf', () => {
  it.each<[string, Parameters<typeof reachabilityOf>[0]]>([
    ['there is no interface', {}],
    ['an interface has no address', { eth0: undefined, wlan0: [] }],
    ['the machine reaches itself alone', { lo: [info('127.0.0.1', true), info('::1', true)] }],
    ['nobody has given it an address', { eth0: [info('169.254.7.7'), info('fe80::1'), info('FEBF::1')] }],
  ])('is not reachable where %s', (_why, interfaces) => {
    expect(reachabilityOf(interfaces)).toEqual({ kind: 'notReachable' });
  });

  it.each(['192.0.2.1', '10.0.0.7', '169.253.0.1', '2001:db8::1', 'fd00::2', 'fec0::1'])(
    'is reachable with the address %s',
    (address) => {
      const interfaces = { lo: [info('127.0.0.1', true)], eth0: [info('fe80::1'), info(address)] };
      expect(reachabilityOf(interfaces)).toEqual({ kind: 'reachable', connectionType: 'ethernetOrWiFi' });
    },
  );
});
