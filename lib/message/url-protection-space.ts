/** How a server wants to be answered (Foundation's `NSURLAuthenticationMethod…`). */
export type URLAuthenticationMethod = 'httpBasic' | 'httpDigest';

/** A part of a server that wants the same credential (Foundation's `URLProtectionSpace`). */
export interface URLProtectionSpace {
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly protocol: 'http' | 'https';
  /** The server's word for it; undefined where it has none. */
  readonly realm?: string | undefined;
  readonly authenticationMethod: URLAuthenticationMethod;
}

/** Whether two descriptions are of the same space; hosts are compared without regard to case. */
export function isSameSpace(a: URLProtectionSpace, b: URLProtectionSpace): boolean {
  return (
    a.host.toLowerCase() === b.host.toLowerCase() &&
    a.port === b.port &&
    a.protocol === b.protocol &&
    a.realm === b.realm &&
    a.authenticationMethod === b.authenticationMethod
  );
}
