import type { RequestInfo, SessionEvent } from 'rxsession';

interface Mark {
  readonly at: number;
  readonly sign: '↻' | '↪';
}

/** One request on the timeline: its life, its retries and its redirects. */
export class Lane {
  static readonly labelWidth = 28;
  readonly #request: RequestInfo;
  readonly #marks: Mark[] = [];
  #start: number | undefined;
  #sending: number | undefined;
  #end = 0;

  constructor(request: RequestInfo) {
    this.#request = request;
  }

  get end(): number {
    return this.#end;
  }

  get name(): string {
    const { url, method } = this.#request.firstRequest ?? {};
    return url === undefined ? '' : `${method} ${new URL(url).pathname}`;
  }

  add({ type }: SessionEvent, at: number): void {
    this.#start ??= at;
    this.#end = Math.max(this.#end, at);
    if (type === 'requestDidResumeTask') this.#sending ??= at;
    if (type === 'requestIsRetrying') this.#marks.push({ at, sign: '↻' });
    if (type === 'taskWillPerformHTTPRedirection') this.#marks.push({ at, sign: '↪' });
  }

  draw(number: number, total: number, width: number): string {
    const label = `${`#${number}`.padEnd(4)}${this.name}`.padEnd(Lane.labelWidth);
    return `${label}${this.#bar(total, width)} ${this.#outcome()}`;
  }

  /** Signs that would share a cell stand side by side. */
  #bar(total: number, width: number): string {
    const cell = (at: number): number => Math.min(width - 1, Math.floor((at / total) * width));
    const cells = Array<string>(width).fill('·');
    const first = cell(this.#start ?? 0);
    cells.fill('▒', first, cell(this.#sending ?? this.#end) + 1);
    cells.fill('█', cell(this.#sending ?? this.#end), cell(this.#end) + 1);
    let free = first + 1;
    for (const { at, sign } of this.#marks) {
      const index = Math.min(width - 1, Math.max(free, cell(at)));
      cells[index] = sign;
      free = index + 1;
    }
    return cells.join('');
  }

  #outcome(): string {
    const took = `${(this.#end - (this.#start ?? 0)).toFixed(0)} ms`.padStart(6);
    const status = this.#request.httpResponse?.statusCode ?? '—';
    if (this.#request.state === 'cancelled') return `${took}  ${status}  cancelled`;
    const error = this.#request.error;
    return error === undefined ? `${took}  ${status}` : `${took}  ${status}  ${error.kind}`;
  }
}
