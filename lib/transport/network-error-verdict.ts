import type { NetworkErrorCode } from '../errors/network-error-code.js';

/** Words of an error about itself, whatever library it comes from. */
export interface ErrorWords {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** The system call that failed, of errors of Node. */
  readonly syscall: string;
}

/**
 * Verdict on one error: a code, `'network'` if it only says that there was no connection, `'unsupported'`, or
 * undefined if it says nothing.
 */
export type Verdict = NetworkErrorCode | 'network' | 'unsupported' | undefined;
