import { compressBytes } from '../encoding/compression.js';
import { RequestCompressor } from './request-compressor.js';

/**
 * Sends bodies as `Content-Encoding: deflate`, in the zlib format of RFC 1950 (Alamofire's
 * `DeflateRequestCompressor`). For servers that are known to take it: there is no negotiation of request codings.
 *
 * Bodies in memory are compressed, not those of uploads; see `compressed` for streams. The answer is a promise.
 * A request that fails for it, fails with `requestAdaptationFailed`; the `cause` is a `DuplicateHeaderError`, or
 * `unsupported` where the platform has no `CompressionStream`.
 *
 * @example
 * const interceptor = new DeflateRequestCompressor({ shouldCompressBodyData: (data) => data.length > 1024 });
 * session.request('https://api.example.com/people', { method: 'POST', parameters: people, interceptor });
 */
export class DeflateRequestCompressor extends RequestCompressor {
  protected readonly coding = 'deflate';

  protected compress(bodyData: Uint8Array): Promise<Uint8Array> {
    return compressBytes(bodyData, 'deflate');
  }
}
