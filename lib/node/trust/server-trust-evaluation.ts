import type { ConnectionOptions, TLSSocket, TLSSocketOptions } from 'node:tls';
import { awaitAnswer, type StopWaiting } from '../../answers/answer.js';
import type { ServerTrustHandling } from '../../transport/server-trust-managing.js';
import { captureAsyncContext } from '../../answers/async-context.js';
import { asSessionError, type SessionError } from '../../errors/session-error.js';
import { reportingFailure } from '../../scheduling/report-unhandled-error.js';
import { asyncContext } from '../async-context.js';
import { ServerTrust } from './server-trust.js';
import { askEvaluator, type ServerTrustEvaluating } from './server-trust-evaluating.js';
import { canonicalHost, type ServerTrustManager } from './server-trust-manager.js';

/** Evaluation of one server: options for the handshake, then the question to the session's evaluator. */
export class ServerTrustEvaluation {
  #stapledResponse: Uint8Array | undefined;

  constructor(
    private readonly host: string,
    private readonly evaluator: ServerTrustEvaluating,
    private readonly runInContext: ServerTrustHandling['runInContext'],
  ) {}

  /** Options that let any handshake through and keep OpenSSL's verdict on the chain apart from the one on names. */
  get connectionOptions(): ConnectionOptions & Pick<TLSSocketOptions, 'requestOCSP'> {
    const { anchorCertificates, requestsStapledResponse = false } = this.evaluator;
    return {
      rejectUnauthorized: false,
      requestOCSP: requestsStapledResponse,
      checkServerIdentity: () => undefined,
      ...(anchorCertificates !== undefined && {
        ca: anchorCertificates.map(String),
        allowPartialTrustChain: true,
      }),
    };
  }

  /** Keeps the OCSP response that comes with the handshake. Call it before the handshake begins. */
  watch(socket: TLSSocket): void {
    if (this.evaluator.requestsStapledResponse !== true) return;
    socket.once('OCSPResponse', (response: Uint8Array | null) => {
      this.#stapledResponse = response ?? undefined;
    });
  }

  /** Asks the evaluator and reports its decision once, unless the returned function was called before. */
  start(socket: TLSSocket, accepted: () => void, refused: (error: SessionError) => void): StopWaiting {
    const backHere = captureAsyncContext(asyncContext);
    const stop = this.runInContext(() =>
      awaitAnswer(
        () => askEvaluator(this.evaluator, new ServerTrust(socket, this.#stapledResponse), this.host),
        () => {
          backHere(accepted);
        },
        (error) => {
          backHere(() => {
            refused(asSessionError(error, evaluationFailed));
          });
        },
      ),
    );
    return () => {
      reportingFailure(stop);
    };
  }
}

/** Creates the evaluation of a host that has an evaluator. Returns undefined for a host that Node judges. */
export function serverTrustEvaluation(
  hostname: string,
  handling: ServerTrustHandling | undefined,
): ServerTrustEvaluation | undefined {
  if (handling === undefined) return undefined;
  const host = canonicalHost(hostname);
  const { serverTrustManager, runInContext } = handling;
  // the only managers there are in Node are those of `rxsession/node`
  const evaluator = evaluatorOf(serverTrustManager as AskedManager, host);
  return evaluator && new ServerTrustEvaluation(host, evaluator, runInContext);
}

type AskedManager = Pick<ServerTrustManager, 'serverTrustEvaluator'>;

/** Evaluator of a host. Refuses the host if one is required and missing. */
function evaluatorOf(manager: AskedManager, host: string): ServerTrustEvaluating | undefined {
  try {
    return manager.serverTrustEvaluator(host);
  } catch (error) {
    return {
      evaluate: () => {
        throw error;
      },
    };
  }
}

function evaluationFailed(error: unknown): SessionError['failure'] {
  return { kind: 'serverTrustEvaluationFailed', reason: { kind: 'customEvaluationFailed', error } };
}
