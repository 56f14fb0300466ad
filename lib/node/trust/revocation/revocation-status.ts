/** Answer of one source to the question whether a certificate is revoked. */
export type RevocationStatus =
  | { readonly kind: 'good' }
  | { readonly kind: 'revoked'; readonly at: Date }
  /** The source says nothing of the certificate. */
  | { readonly kind: 'unknown'; readonly why: string }
  /** The source is not to be believed. */
  | { readonly kind: 'invalid'; readonly why: string };

/** Clocks of servers and responders may differ by five minutes. */
export const CLOCK_SKEW = 300_000;
