import { describe, expect, it } from '@jest/globals';
import type { ContextKeeper, RunInContext } from '../../lib/answers/context.js';
import {
  captureSurroundings,
  currentContext,
  Errand,
  isOnBehalfOf,
} from '../../lib/answers/async-context.js';

const ada = {};
const grace = {};
const plain: ContextKeeper = { captureContext: () => (work) => work() };
const onBehalfOf = <R>(somebody: object, work: () => R): R => new Errand(somebody).run(work);

describe('what is done on behalf of somebody', () => {
  it('is known as such until it is done', () => {
    expect(isOnBehalfOf(ada)).toBe(false);
    expect(onBehalfOf(ada, () => [isOnBehalfOf(ada), isOnBehalfOf(grace)])).toEqual([true, false]);
    expect(isOnBehalfOf(ada)).toBe(false);
  });

  it('is on behalf of all around it', () => {
    const both = onBehalfOf(ada, () => onBehalfOf(grace, () => [isOnBehalfOf(ada), isOnBehalfOf(grace)]));
    expect(both).toEqual([true, true]);
  });

  it('is over when it throws', () => {
    const failing = (): never => {
      throw new Error('failed');
    };
    expect(() => onBehalfOf(ada, failing)).toThrow('failed');
    expect(isOnBehalfOf(ada)).toBe(false);
  });

  it('is known again where its surroundings were captured', () => {
    const run = onBehalfOf(ada, () => captureSurroundings(plain));
    expect([isOnBehalfOf(ada), run(() => isOnBehalfOf(ada))]).toEqual([false, true]);
  });

  it('lends nothing to what was captured elsewhere', () => {
    const run = captureSurroundings(plain);
    expect(onBehalfOf(ada, () => run(() => isOnBehalfOf(ada)))).toBe(false);
  });
});

describe('the current context', () => {
  it('is that in which something runs, to come back to it', () => {
    const inside: RunInContext[] = [];
    const order: string[] = [];
    const run = captureSurroundings({
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
