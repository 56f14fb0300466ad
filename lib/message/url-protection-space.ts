/** Authentication method of a server (Foundation's `NSURLAuthenticationMethod…`). */
export type URLAuthenticationMethod = 'httpBasic' | 'httpDigest';

/** Part of a server that takes one credential (Foundation's `URLProtectionSpace`). */
export interface URLProtectionSpace {
  /** Host, without the brackets of an IPv6 address. */
  readonly host: string;
  /** Port, also the default one. */
  readonly port: number;
  readonly protocol: 'http' | 'https';
  /** Realm that the server names. Undefined if it names none. */
  readonly realm?: string | undefined;
  /** Method of the challenge. */
  readonly authenticationMethod: URLAuthenticationMethod;
}

/** True for two descriptions of one space. Hosts are compared without regard to case. */
export function isSameSpace(a: URLProtectionSpace, b: URLProtectionSpace): boolean {
  return (
    a.host.toLowerCase() === b.host.toLowerCase() &&
    a.port === b.port &&
    a.protocol === b.protocol &&
    a.realm === b.realm &&
    a.authenticationMethod === b.authenticationMethod
  );
}
