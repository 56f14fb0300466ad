import { describe, expect, it } from '@jest/globals';
import type { ContextKeeper, RunInContext } from '../../lib/answers/context.js';
import { captureAsyncContext, currentContext, OwnedWork, isWorkOf } from '../../lib/answers/async-context.js';

const ada = {};
const grace = {};
const plain: ContextKeeper = { captureContext: () => (work) => work() };
const onBehalfOf = <R>(owner: object, work: () => R): R => new OwnedWork(owner).run(work);

describe('what is done on behalf of owner', () => {
  it('is known as such until it is done', () => {
    expect(isWorkOf(ada)).toBe(false);
    expect(onBehalfOf(ada, () => [isWorkOf(ada), isWorkOf(grace)])).toEqual([true, false]);
    expect(isWorkOf(ada)).toBe(false);
  });

  it('is on behalf of all around it', () => {
    const both = onBehalfOf(ada, () => onBehalfOf(grace, () => [isWorkOf(ada), isWorkOf(grace)]));
    expect(both).toEqual([true, true]);
  });

  it('is over when it throws', () => {
    const failing = (): never => {
      throw new Error('failed');
    };
    expect(() => onBehalfOf(ada, failing)).toThrow('failed');
    expect(isWorkOf(ada)).toBe(false);
  });

  it('is known again where its context were captured', () => {
    const run = onBehalfOf(ada, () => captureAsyncContext(plain));
    expect([isWorkOf(ada), run(() => isWorkOf(ada))]).toEqual([false, true]);
  });

  it('lends nothing to what was captured elsewhere', () => {
    const run = captureAsyncContext(plain);
    expect(onBehalfOf(ada, () => run(() => isWorkOf(ada)))).toBe(false);
  });
});

describe('the current context', () => {
  it('is that in which something runs, to come back to it', () => {
    const inside: RunInContext[] = [];
    const order: string[] = [];
    const run = captureAsyncContext({
      captureContext: () => (work) => {
        order.push('enter');
        return work();
      },
    });
    run(() => inside.push(currentContext()));
    expect(inside[0]?.(() => 'done')).toBe('done');
    expect(order).toEqual(['enter', 'enter']);
  });

  it('is none outside of any', () => {
    expect(currentContext()(() => 'done')).toBe('done');
  });
});
