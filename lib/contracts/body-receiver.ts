/** Takes in the body of a response: each kind of request has its own. */
export interface BodyReceiver {
  /** Whether the body stays in memory, where `maximumResponseBodySize` bounds it. */
  readonly isHeldInMemory: boolean;
  /** Forgets what came before: a new attempt begins, or the rest is not wanted. */
  reset(): void;
  receive(data: Uint8Array): void;
}
