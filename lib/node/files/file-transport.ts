import type { FileManager } from '../../transport/file-manager.js';
import type {
  Transport,
  TransportCapabilities,
  TransportClient,
  TransportRequest,
  TransportTask,
} from '../../transport/transport.js';
import type { NetworkErrorCode } from '../../errors/network-error-code.js';
import { asSessionError, SessionError } from '../../errors/session-error.js';
import type { InboundBodyReceiver } from '../../transport/axios/adapter-exchange.js';
import { PulledBody } from '../../transport/pulled-body.js';
import { pullFrom } from '../../transport/pulled-pieces.js';
import { fileErrorCode } from './file-codes.js';

/** Reads files, as Foundation loads file URLs: bytes without a response. */
export class FileTransport implements Transport {
  readonly capabilities: TransportCapabilities = { visibleRedirects: true, bodies: new Set() };

  constructor(private readonly files: FileManager) {}

  send(request: TransportRequest, client: TransportClient): TransportTask {
    return new FileTask(client).start(request, this.files);
  }
}

/** Message that reads one file. Nothing is sent, and bytes are read on demand. */
class FileTask implements TransportTask, InboundBodyReceiver {
  readonly timings = {};
  readonly sendPhase = 'nothing';
  readonly isReusedConnection = undefined;
  #client: TransportClient | undefined;
  #body: PulledBody | undefined;
  #isSuspended = false;

  constructor(client: TransportClient) {
    this.#client = client;
  }

  start({ urlRequest }: TransportRequest, files: FileManager): this {
    const url = new URL(urlRequest.url);
    if (urlRequest.method !== 'GET') this.fail(failure('unsupportedURL', 'a file is read with GET alone'));
    else if (url.host !== '') this.fail(failure('unsupportedURL', 'files of other hosts are not read'));
    else this.#open(url, files).catch(this.#failed);
    return this;
  }

  resume(): void {
    this.#isSuspended = false;
    this.#body?.resume();
  }

  suspend(): void {
    this.#isSuspended = true;
    this.#body?.pause();
  }

  cancel(): void {
    this.#client = undefined;
    this.#body?.cancel();
  }

  discard(): void {
    this.cancel();
  }

  data(piece: Uint8Array): void {
    this.#client?.didReceiveData(piece);
  }

  end(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete();
  }

  fail(error: unknown): void {
    const client = this.#client;
    this.#client = undefined;
    client?.didComplete(fileFailure(error));
  }

  async #open(url: URL, files: FileManager): Promise<void> {
    const { isDirectory } = await files.attributes(url);
    if (isDirectory) throw failure('fileIsDirectory');
    if (this.#client === undefined) return;
    const pieces = pullFrom(files.read(url))?.();
    if (pieces === undefined) throw failure('cannotOpenFile');
    const body = (this.#body = new PulledBody(pieces));
    if (this.#isSuspended) body.pause();
    body.read(this);
  }

  readonly #failed = (error: unknown): void => {
    this.fail(error);
  };
}

function fileFailure(error: unknown): SessionError {
  return asSessionError(error, () => {
    const code = fileErrorCode(error) ?? 'cannotOpenFile';
    return { kind: 'sessionTaskFailed', code, error };
  });
}

function failure(code: NetworkErrorCode, detail?: string): SessionError {
  return new SessionError({ kind: 'sessionTaskFailed', code, ...(detail !== undefined && { detail }) });
}
