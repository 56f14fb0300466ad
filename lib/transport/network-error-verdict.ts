import type { NetworkErrorCode } from '../errors/network-error-code.js';

/** What an error says about itself, whatever library it comes from. */
export interface ErrorWords {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  /** The system call that failed, of errors of Node. */
  readonly syscall: string;
}

/**
 * What one error alone tells: a code, `'network'` when it says no more than that there was no connection (any
 * more), `'unsupported'`, or undefined when it says nothing.
 */
export type Verdict = NetworkErrorCode | 'network' | 'unsupported' | undefined;
