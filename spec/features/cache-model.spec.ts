import { describe, expect, it } from '@jest/globals';
import type { StubReply } from 'rxsession/testing';
import {
  CacheModel,
  fieldsOf,
  taggedIn,
  type ModelAnswer,
  type ModelRequest,
} from '../support/cache-model.js';
import { CachedOrigin, type CachedOutcome } from '../support/cached-origin.js';
import { seededRandom } from '../support/seeded-random.js';

/** All of the 100 000 steps take minutes: CACHE_MODEL_STEPS asks for them. */
const STEPS = Number(process.env['CACHE_MODEL_STEPS'] ?? 3000);

const PATHS = ['/a', '/b', '/c'];
const USERS = ['', 'ann', 'bob'];
const ACCEPTS = ['x', 'y'];
const LIFETIMES = [undefined, 0, 5, 30, 300];
const FLAGS = ['no-store', 'no-cache', 'must-revalidate', 'immutable', 'public', 'private'];
const DIRECTIVES = [
  '',
  '',
  '',
  'no-cache',
  'no-store',
  'max-age=0',
  'max-age=10',
  'min-fresh=20',
  'max-stale=15',
  'max-stale',
];

/** A history of requests, changes and passing time; what the model objects to is returned. */
class History {
  readonly origin = new CachedOrigin({ memoryCapacity: 20_000 });
  readonly model = new CacheModel();
  readonly objections: string[] = [];
  hits = 0;
  #count = 0;

  constructor(private readonly random: () => number) {
    this.origin.reply = (path, headers, method) => this.#reply(path, headers, method);
  }

  step(): void {
    const dice = this.random();
    if (dice < 0.25) this.origin.pass(Math.ceil(this.random() * 20));
    else if (dice < 0.32) this.#change(this.#one(PATHS));
    else this.#ask();
  }

  get #now(): number {
    return this.origin.time.now() / 1000;
  }

  #one<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  #ask(): void {
    const request = {
      path: this.#one(PATHS),
      user: this.#one(USERS),
      accept: this.#one(ACCEPTS),
      directive: this.#one(DIRECTIVES),
    };
    this.model.changed.clear();
    const outcome = this.origin.send(request.path, { headers: headersOf(request) });
    if (outcome.source === 'localCache') this.#judge(request, outcome);
    else if (this.model.answers.get(Number(outcome.text))?.user !== request.user)
      this.objections.push('of another user');
  }

  #judge(request: ModelRequest, outcome: CachedOutcome): void {
    this.hits += 1;
    const broken = this.model.broken(request, outcome, this.#now);
    if (broken !== undefined) this.objections.push(`served ${broken}: ${JSON.stringify(request)}`);
  }

  #change(path: string): void {
    this.origin.send(path, { method: 'PUT', body: 'x' });
  }

  #reply(path: string, headers: Parameters<CachedOrigin['reply']>[1], method: string): StubReply {
    if (method === 'PUT') {
      if (this.random() < 0.2) return { statusCode: 500 };
      this.model.invalidate(path);
      return { statusCode: 204 };
    }
    const known = this.model.answers.get(taggedIn(headers) ?? -1);
    return known !== undefined && this.random() < 0.6
      ? this.#confirm(known, taggedIn(headers) ?? 0)
      : this.#answer(path, headers);
  }

  #answer(path: string, headers: Parameters<CachedOrigin['reply']>[1]): StubReply {
    const answer: ModelAnswer = {
      path,
      user: headers.get('cookie') ?? '',
      accept: headers.get('accept') ?? '',
      varies: this.random() < 0.3,
      isInvalidated: false,
      ...this.#terms(),
    };
    this.model.answers.set((this.#count += 1), answer);
    return { headers: fieldsOf(answer, this.#count), body: String(this.#count) };
  }

  /** A 304 brings new terms for an old answer. */
  #confirm(answer: ModelAnswer, tag: number): StubReply {
    const confirmed = { ...answer, ...this.#terms(), maxAge: this.#one([5, 30]) };
    this.model.changed.set(tag, answer);
    this.model.answers.set(tag, confirmed);
    return { statusCode: 304, headers: fieldsOf(confirmed, tag) };
  }

  #terms(): Pick<ModelAnswer, 'at' | 'age' | 'maxAge' | 'flags' | 'staleWhileRevalidate'> {
    return {
      at: this.#now,
      age: this.random() < 0.2 ? Math.floor(this.random() * 20) : 0,
      maxAge: this.#one(LIFETIMES),
      flags: new Set(FLAGS.filter(() => this.random() < 0.12)),
      staleWhileRevalidate: this.random() < 0.2 ? Math.floor(this.random() * 20) : -1,
    };
  }
}

function headersOf({ user, accept, directive }: ModelRequest): Record<string, string> {
  return {
    Accept: accept,
    ...(user !== '' && { Cookie: user }),
    ...(directive !== '' && { 'Cache-Control': directive }),
  };
}

describe('any history of requests', () => {
  it.each([1, 2, 3, 4])(
    'is served nothing that RFC 9111 forbids, and no other user\u2019s answers (seed %i)',
    (seed) => {
      const history = new History(seededRandom(seed));
      for (let step = 0; step < STEPS / 4; step += 1) history.step();
      expect(history.objections).toEqual([]);
      expect(history.hits).toBeGreaterThan(STEPS / 100);
    },
    600_000,
  );
});
