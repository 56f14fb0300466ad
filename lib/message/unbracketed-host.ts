/** Removes the brackets that `URL` puts around an IPv6 address. */
export function unbracketedHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
