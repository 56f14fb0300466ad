export { URLCache, type URLCacheOptions } from './node/cache/url-cache.js';
export { KeyvCacheStore, type KeyvCacheStoreOptions, type KeyvLike } from './node/cache/keyv-cache-store.js';
export { DiskCacheStore } from './node/cache/disk-cache-store.js';
export { MemoryCacheStore } from './cache/memory-cache-store.js';
export type {
  CacheChange,
  CacheRecord,
  HTTPCacheStore,
  IdentifiedBody,
  ReadableBody,
  StoredBody,
} from './cache/http-cache-store.js';
export type { CacheMode, StoredPart, StoredResponse, VariantField } from './cache/rules/stored-response.js';
export { CookieJar, type CookieJarOptions } from './node/cookies/cookie-jar.js';
export { fileManager as FileManager } from './node/files/file-manager.js';
export { DiagnosticsEventMonitor } from './node/diagnostics-event-monitor.js';
export {
  multipartParts,
  type IncomingMultipart,
  type InboundHeaders,
  type MultipartPartsOptions,
} from './node/multipart/multipart-parts.js';
export type { MultipartLimits } from './node/multipart/multipart-limits.js';
export { Part, type PartDescription, type PartMemoryOptions } from './node/multipart/part.js';
export { BrotliRequestCompressor } from './node/brotli-request-compressor.js';
export {
  NetworkReachabilityManager,
  type NetworkReachabilityManagerOptions,
} from './node/network-reachability-manager.js';
export { suggestedDownloadDestination } from './node/downloads/suggested-download-destination.js';
export type { ChainValidationOptions } from './node/trust/default-trust-evaluator.js';
export type { ServerTrust } from './node/trust/server-trust.js';
export type { ServerTrustEvaluating } from './node/trust/server-trust-evaluating.js';
export { TrustEvaluator } from './node/trust/trust-evaluator.js';
export { certificatesIn } from './node/trust/certificates-in.js';
export {
  RevocationTrustEvaluator,
  type RevocationOption,
  type RevocationTrustEvaluatorOptions,
} from './node/trust/revocation-trust-evaluator.js';
export { ServerTrustManager, type ServerTrustManagerOptions } from './node/trust/server-trust-manager.js';
export {
  DefaultTrustEvaluator,
  type DefaultTrustEvaluatorOptions,
} from './node/trust/default-trust-evaluator.js';
export { DisabledTrustEvaluator } from './node/trust/server-trust-evaluating.js';
export {
  PinnedCertificatesTrustEvaluator,
  type PinnedCertificatesTrustEvaluatorOptions,
} from './node/trust/pinned-certificates-trust-evaluator.js';
export {
  PublicKeysTrustEvaluator,
  type PublicKeysTrustEvaluatorOptions,
} from './node/trust/public-keys-trust-evaluator.js';
export { CompositeTrustEvaluator } from './node/trust/server-trust-evaluating.js';
