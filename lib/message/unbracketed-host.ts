/** A host as it is looked up and named: `URL` writes an address of IPv6 in brackets. */
export function unbracketedHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
