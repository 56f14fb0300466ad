/** What is done to requests that share a credential, by their owner, the server, the authenticator or somebody else. */
export type RefreshAct =
  | { readonly kind: 'start' | 'serve' | 'cancel'; readonly of: number }
  | { readonly kind: 'refreshed' | 'refresh fails' | 'credential expires' | 'credential is revoked' }
  | { readonly kind: 'credential is set' };

/** `idle`, `waiting` for a refresh, `sent a3` with that token, `a value`, or the kind of the error it ended with. */
export type RequestPlace = string;

type Waiting = 'to be adapted' | 'refused';

/** Requests of one AuthenticationInterceptor, told plainly: one thing after the other. */
export class RefreshModel {
  readonly places: RequestPlace[];
  refreshes = 0;
  #generation = 0;
  #accepted = 0;
  #isExpired = false;
  #hasFailed = false;
  #isRefreshing: 'expired' | 'refused' | undefined;
  readonly #waiting = new Map<number, Waiting>();

  constructor(count: number) {
    this.places = Array<RequestPlace>(count).fill('idle');
  }

  get isRefreshing(): boolean {
    return this.#isRefreshing !== undefined;
  }

  do(act: RefreshAct): void {
    switch (act.kind) {
      case 'start':
        if (this.places[act.of] === 'idle') this.#adapt(act.of);
        return;
      case 'serve':
        this.#serve(act.of);
        return;
      case 'cancel':
        this.#cancel(act.of);
        return;
      case 'refreshed':
        if (this.isRefreshing) this.#change();
        return;
      case 'refresh fails':
        this.#fail();
        return;
      case 'credential expires':
        this.#isExpired = true;
        return;
      case 'credential is revoked':
        this.#accepted = this.#generation + 1;
        return;
      case 'credential is set':
        this.#change();
    }
  }

  #adapt(of: number): void {
    if (this.#isRefreshing === 'expired' || (this.isRefreshing && this.#isExpired)) {
      this.#wait(of, 'to be adapted');
      return;
    }
    this.#hasFailed = false;
    if (!this.#isExpired) {
      this.places[of] = `sent a${String(this.#generation)}`;
      return;
    }
    this.#refresh('expired');
    this.#wait(of, 'to be adapted');
  }

  #serve(of: number): void {
    const token = /^sent a(\d+)$/.exec(this.places[of] ?? '')?.[1];
    if (token === undefined) return;
    if (Number(token) >= this.#accepted) this.places[of] = 'a value';
    else if (Number(token) !== this.#generation) this.#adapt(of);
    else if (this.#hasFailed) this.places[of] = 'requestRetryFailed';
    else {
      if (!this.isRefreshing) this.#refresh('refused');
      this.#wait(of, 'refused');
    }
  }

  #cancel(of: number): void {
    if (this.#waiting.delete(of) || /^(idle|sent)/.test(this.places[of] ?? '')) {
      this.places[of] = 'explicitlyCancelled';
    }
  }

  #refresh(reason: 'expired' | 'refused'): void {
    this.#isRefreshing = reason;
    this.refreshes += 1;
  }

  #wait(of: number, why: Waiting): void {
    this.#waiting.set(of, why);
    this.places[of] = 'waiting';
  }

  #change(): void {
    this.#generation += 1;
    this.#isExpired = false;
    this.#hasFailed = false;
    for (const of of this.#everybodyWaiting()) this.#adapt(of);
  }

  #fail(): void {
    if (!this.isRefreshing) return;
    this.#hasFailed = true;
    const waiting = new Map(this.#waiting);
    for (const of of this.#everybodyWaiting()) {
      this.places[of] = waiting.get(of) === 'refused' ? 'requestRetryFailed' : 'requestAdaptationFailed';
    }
  }

  #everybodyWaiting(): number[] {
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    this.#isRefreshing = undefined;
    return waiting;
  }
}
