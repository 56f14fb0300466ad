export type { BodyPartOptions } from './multipart/body-part.js';
export type { ByteStream } from './encoding/byte-stream.js';
export { compressed } from './encoding/compressed-content.js';
export type { CompressionCoding } from './encoding/compression.js';
export type { FormDestination } from './encoding/form-destination.js';
export type { ArrayEncoding, KeyEncoding, KeyPathEncoding } from './encoding/form-key-encoding.js';
export type {
  BoolEncoding,
  DataEncoding,
  DateEncoding,
  DateFormatter,
  NilEncoding,
} from './encoding/form-value-encoding.js';
export { JSONEncoder, type JSONEncoderOptions } from './encoding/json-encoder.js';
export { type JSONEncodingOptions } from './encoding/json-encoding.js';
export { type JSONParameterEncoderOptions } from './encoding/json-parameter-encoder.js';
export { type MultipartContent, type MultipartFormDataOptions } from './multipart/multipart-form-data.js';
export type { ParameterEncoding } from './encoding/parameter-encoder.js';
export { ParameterValueError } from './encoding/parameter-value-error.js';
export type { SpaceEncoding } from './encoding/percent-escaping.js';
export { type URLEncodedFormEncoderOptions } from './encoding/url-encoded-form-encoder.js';
export { type URLEncodedFormParameterEncoderOptions } from './encoding/url-encoded-form-parameter-encoder.js';
export { type URLEncodingOptions } from './encoding/url-encoding.js';
export {
  DuplicateHeaderError,
  GzipRequestCompressor,
  RequestCompressor,
  type DuplicateHeaderBehavior,
  type RequestCompressorOptions,
} from './extending/request-compressor.js';
export type { ByteStreamFactory } from './encoding/segment.js';
export type { Parameters } from './encoding/parameter-encoder.js';
export type { ParameterValueErrorKind } from './encoding/parameter-value-error.js';
export type { ReadOptions, WriteOptions } from './multipart/multipart-form-data.js';
