/** Body of a response, in memory or in a file. Undefined if there is none. */
export interface ReceivedBody {
  readonly data: Uint8Array | undefined;
  readonly fileURL?: URL | undefined;
}
