import { compressBytes } from '../encoding/compression.js';
import { RequestCompressor } from './request-compressor.js';

/**
 * Sends bodies as `Content-Encoding: gzip` (RFC 1952), else as {@link DeflateRequestCompressor} does.
 *
 * @example
 * new Session({ interceptor: new GzipRequestCompressor({ duplicateHeaderBehavior: 'skip' }) });
 */
export class GzipRequestCompressor extends RequestCompressor {
  protected readonly coding = 'gzip';

  protected compress(bodyData: Uint8Array): Promise<Uint8Array> {
    return compressBytes(bodyData, 'gzip');
  }
}
