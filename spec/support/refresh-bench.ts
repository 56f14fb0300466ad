import { Subject, VirtualTimeScheduler } from 'rxjs';
import {
  AuthenticationInterceptor,
  type DataRequest,
  HTTPHeaders,
  HTTPURLResponse,
  Session,
  type Transport,
} from 'rxsession';
import { type TransportClient, type TransportTask } from 'rxsession/transport';
import { CountingAuthenticator, type TestCredential } from './counting-authenticator.js';
import type { RefreshAct, RequestPlace } from './refresh-model.js';

interface Message {
  readonly url: string;
  readonly token: string;
  readonly client: TransportClient;
  isOver: boolean;
}

/** Requests of one session in virtual time that share a credential; server and authenticator do what they are told. */
export class RefreshBench {
  readonly requests: readonly DataRequest[];
  readonly session: Session;
  readonly #scheduler = new VirtualTimeScheduler();
  readonly #messages: Message[] = [];
  readonly #outcomes: (string | undefined)[] = [];
  readonly #refreshes: Subject<TestCredential>[] = [];
  readonly #interceptor: AuthenticationInterceptor<TestCredential>;
  #credential = { accessToken: 'a0', requiresRefresh: false };
  #accepted = 0;

  constructor(count: number) {
    const authenticator = new CountingAuthenticator({
      refresh: () => {
        const refresh = new Subject<TestCredential>();
        this.#refreshes.push(refresh);
        return refresh;
      },
    });
    const credential = this.#credential;
    this.#interceptor = new AuthenticationInterceptor({ authenticator, credential, refreshWindow: false });
    const interceptor = this.#interceptor;
    this.session = new Session({ transport: this.#transport(), rootQueue: this.#scheduler, interceptor });
    this.requests = Array.from({ length: count }, (_, index) => {
      return this.session.request(urlOf(index), { shouldAutomaticallyResume: false }).validate();
    });
    for (const [index, request] of this.requests.entries()) {
      request.subscribe(({ error }) => (this.#outcomes[index] = error?.kind ?? 'a value'));
    }
    this.turn();
  }

  get places(): RequestPlace[] {
    return this.requests.map(({ isInitialized }, index) => {
      const outcome = this.#outcomes[index];
      const token = this.#messageOf(index)?.token;
      return outcome ?? (token === undefined ? (isInitialized ? 'idle' : 'waiting') : `sent ${token}`);
    });
  }

  get refreshes(): number {
    return this.#refreshes.length;
  }

  get openRefreshes(): number {
    return this.#refreshes.filter(({ observed }) => observed).length;
  }

  turn(): void {
    this.#scheduler.maxFrames = this.#scheduler.frame;
    this.#scheduler.flush();
  }

  do(act: RefreshAct): void {
    const refresh = this.#refreshes.find(({ observed }) => observed);
    switch (act.kind) {
      case 'start':
        this.requests[act.of]?.resume();
        return;
      case 'serve':
        this.#serve(act.of);
        return;
      case 'cancel':
        this.requests[act.of]?.cancel();
        return;
      case 'refreshed':
        if (refresh !== undefined) refresh.next(this.#nextCredential());
        return;
      case 'refresh fails':
        refresh?.error(new Error('no network'));
        return;
      case 'credential expires':
        this.#credential.requiresRefresh = true;
        return;
      case 'credential is revoked':
        this.#accepted = Number(this.#credential.accessToken.slice(1)) + 1;
        return;
      case 'credential is set':
        this.#interceptor.credential = this.#nextCredential();
    }
  }

  #nextCredential(): TestCredential {
    const accessToken = `a${String(Number(this.#credential.accessToken.slice(1)) + 1)}`;
    this.#credential = { accessToken, requiresRefresh: false };
    return this.#credential;
  }

  #messageOf(index: number): Message | undefined {
    return this.#messages.find(({ url, isOver }) => url === urlOf(index) && !isOver);
  }

  #serve(index: number): void {
    const message = this.#messageOf(index);
    if (message === undefined) return;
    message.isOver = true;
    const statusCode = Number(message.token.slice(1)) >= this.#accepted ? 200 : 401;
    const headers = new HTTPHeaders();
    message.client.didReceiveResponse(new HTTPURLResponse({ url: message.url, statusCode, headers }));
    message.client.didComplete();
  }

  #transport(): Transport {
    return {
      capabilities: { visibleRedirects: true, bodies: new Set() },
      send: ({ urlRequest: { url, headers } }, client): TransportTask => {
        const message = { url, token: headers.get('Authorization') ?? '', client, isOver: false };
        this.#messages.push(message);
        const end = (): void => void (message.isOver = true);
        const idle = (): void => undefined;
        const state = { timings: {}, sendPhase: 'something', isReusedConnection: undefined } as const;
        return { ...state, resume: idle, suspend: idle, cancel: end, discard: end };
      },
    };
  }
}

function urlOf(index: number): string {
  return `https://api.example.com/${String(index)}`;
}
