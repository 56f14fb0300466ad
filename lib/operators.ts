// Operators and sources over requests
export {
  circuitBreaker,
  CircuitOpenError,
  type CircuitBreaker,
  type CircuitBreakerOptions,
  type CircuitChange,
  type CircuitState,
} from './operators/circuit-breaker.js';
export { dedupe, type DedupeOptions } from './operators/dedupe.js';
export {
  eventSource,
  type EventSourceObservable,
  type EventSourceOptions,
  type EventSourceSession,
  type EventSourceState,
  type Reconnection,
} from './operators/event-source.js';
export { linkOf } from './operators/link-of.js';
export { paginate, type NextPage, type Pages } from './operators/paginate.js';
export { hiddenPage, offline } from './operators/pauses.js';
export { poll, type PollBackoff, type PollOptions } from './operators/poll.js';
