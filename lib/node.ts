export { CookieJar, type CookieJarOptions } from './node/cookie-jar.js';
export { fileManager as FileManager } from './node/file-manager.js';
export { DiagnosticsEventMonitor } from './node/diagnostics-event-monitor.js';
export {
  multipartParts,
  type IncomingMultipart,
  type InboundHeaders,
  type MultipartPartsOptions,
} from './node/multipart-parts.js';
export type { MultipartLimits } from './node/multipart-limits.js';
export { Part, type PartDescription, type PartMemoryOptions } from './node/part.js';
export { BrotliRequestCompressor } from './node/brotli-request-compressor.js';
export {
  NetworkReachabilityManager,
  type NetworkReachabilityManagerOptions,
} from './node/network-reachability-manager.js';
export { suggestedDownloadDestination } from './node/suggested-download-destination.js';
export type { ChainValidationOptions } from './node/chain-validation.js';
export type { ServerTrust } from './node/server-trust.js';
export { TrustEvaluator, type ServerTrustEvaluating } from './node/server-trust-evaluating.js';
export { ServerTrustManager, type ServerTrustManagerOptions } from './node/server-trust-manager.js';
export { DefaultTrustEvaluator, type DefaultTrustEvaluatorOptions } from './node/default-trust-evaluator.js';
export { DisabledTrustEvaluator } from './node/disabled-trust-evaluator.js';
export {
  PinnedCertificatesTrustEvaluator,
  type PinnedCertificatesTrustEvaluatorOptions,
} from './node/pinned-certificates-trust-evaluator.js';
export {
  PublicKeysTrustEvaluator,
  type PublicKeysTrustEvaluatorOptions,
} from './node/public-keys-trust-evaluator.js';
export { CompositeTrustEvaluator } from './node/composite-trust-evaluator.js';
