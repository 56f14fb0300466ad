import type { DigestChallenge, DigestHashName } from './digest-authorizer.js';
import { unbracketedHost } from '../../message/unbracketed-host.js';
import { isSameOrigin } from '../../message/url-origin.js';
import type { URLCredential } from '../../message/url-credential.js';
import type { URLProtectionSpace } from '../../message/url-protection-space.js';
import type { HTTPChallenge } from './challenge-grammar.js';

/** A challenge that can be answered. */
export type UnderstoodChallenge =
  | { readonly kind: 'basic'; readonly realm: string | undefined }
  | ({
      readonly kind: 'digest';
      /** Whether the password was right, and only the nonce too old. */
      readonly isStale: boolean;
    } & DigestChallenge);

/** Those that can be answered, the strongest first; of equally strong ones the server's order counts. */
export function understoodChallenges(challenges: readonly HTTPChallenge[]): UnderstoodChallenge[] {
  return challenges
    .map(understood)
    .filter((challenge) => challenge !== undefined)
    .sort((a, b) => strengthOf(b) - strengthOf(a));
}

/** The space that a challenge of this URL speaks of. */
export function protectionSpaceOf(url: string, challenge: UnderstoodChallenge): URLProtectionSpace {
  const { protocol, hostname, port } = new URL(url);
  const isSecure = protocol === 'https:';
  return {
    host: unbracketedHost(hostname),
    port: port === '' ? (isSecure ? 443 : 80) : Number(port),
    protocol: isSecure ? 'https' : 'http',
    realm: challenge.realm,
    authenticationMethod: challenge.kind === 'basic' ? 'httpBasic' : 'httpDigest',
  };
}

/**
 * Whether what was answered at one URL may be sent to another before it asks: within an origin, and for Basic not
 * above the folder that asked (RFC 7617 §2.2).
 */
export function isCovered(challenge: UnderstoodChallenge, answered: string, url: string): boolean {
  if (!isSameOrigin(answered, url)) return false;
  return challenge.kind === 'digest' || new URL(url).pathname.startsWith(folderOf(answered));
}

function folderOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname.slice(0, pathname.lastIndexOf('/') + 1);
}

/** A challenge that was answered. Later messages to its protection space carry an answer from the start. */
export interface AnsweredSpace {
  readonly challenge: UnderstoodChallenge;
  readonly credential: URLCredential;
  /** URL that was challenged. */
  readonly url: string;
  /** Number of uses of the nonce. */
  nonceCount: number;
  /** Client nonce, created with the first use: session variants are bound to it (RFC 7616 §3.4.2). */
  cnonce: string | undefined;
}

/** An answer that a server has refused. */
export interface RefusedAnswer {
  readonly challenge: UnderstoodChallenge;
  /** Whether it was given without having been asked for. */
  readonly isAhead: boolean;
  /** Whether it stood for one whose nonce was too old. */
  readonly isRenewal: boolean;
}

/**
 * Whether a challenge is worth an answer after another was refused: the same credential has to have another chance
 * than before. It has one where the nonce alone was too old, once, and where nobody had asked for what was refused.
 */
export function mayAnswerAgain(refused: RefusedAnswer, offered: UnderstoodChallenge): boolean {
  if (offered.kind === 'digest' && offered.isStale) return !refused.isRenewal;
  if (!refused.isAhead) return false;
  return (
    offered.kind === 'digest' ||
    refused.challenge.kind !== 'basic' ||
    offered.realm !== refused.challenge.realm
  );
}

function understood({ scheme, parameters }: HTTPChallenge): UnderstoodChallenge | undefined {
  if (scheme === 'basic') return { kind: 'basic', realm: parameters.get('realm') };
  return scheme === 'digest' ? understoodDigest(parameters) : undefined;
}

function understoodDigest(parameters: HTTPChallenge['parameters']): UnderstoodChallenge | undefined {
  const [realm, nonce, algorithm] = [
    parameters.get('realm'),
    parameters.get('nonce'),
    parameters.get('algorithm'),
  ];
  const [, name, session] = /^(MD5|SHA-256|SHA-512-256)(-sess)?$/i.exec(algorithm ?? 'MD5') ?? [];
  const qop = parameters
    .get('qop')
    ?.toLowerCase()
    .split(/[\s,]+/);
  const isSession = session !== undefined;
  if (realm === undefined || nonce === undefined || name === undefined) return undefined;
  if (qop === undefined ? isSession : !qop.some((word) => word === 'auth' || word === 'auth-int'))
    return undefined;
  return {
    kind: 'digest',
    realm,
    nonce,
    opaque: parameters.get('opaque'),
    algorithm,
    hash: name.toUpperCase() as DigestHashName,
    isSession,
    qop: qop && new Set(qop),
    userhash: parameters.get('userhash')?.toLowerCase() === 'true',
    isStale: parameters.get('stale')?.toLowerCase() === 'true',
  };
}

const STRENGTH: Readonly<Record<DigestHashName, number>> = { MD5: 1, 'SHA-256': 2, 'SHA-512-256': 3 };

function strengthOf(challenge: UnderstoodChallenge): number {
  return challenge.kind === 'basic' ? 0 : STRENGTH[challenge.hash];
}
