import type { DataStreamSerializer } from './data-stream-serializer.js';

/** Chunks of a body, unchanged (Alamofire's `PassthroughStreamSerializer`). */
export class PassthroughStreamSerializer implements DataStreamSerializer<Uint8Array> {
  static passthrough(): PassthroughStreamSerializer {
    return new PassthroughStreamSerializer();
  }

  serialize(data: Uint8Array): Uint8Array {
    return data;
  }
}
