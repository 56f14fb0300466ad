import { describe, expect, it } from '@jest/globals';
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { asyncContext } from '../../lib/node/async-context.js';

const { captureContext, markContext, currentMark } = asyncContext;
const workOwner = (owner: object) => ({ owner, outer: undefined });
const ada = workOwner({});
const bob = workOwner({});

describe('the async context of Node', () => {
  it('is where something runs again', () => {
    const tenant = new AsyncLocalStorage<string>();
    const run = tenant.run('ada', captureContext);
    expect(tenant.run('bob', () => run(() => tenant.getStore()))).toBe('ada');
  });

  it('keeps a mark through awaits, and for itself', async () => {
    const mark = markContext(ada);
    const inside = mark.run(async () => {
      await turn();
      return currentMark();
    });
    expect(currentMark()).toBeUndefined();
    expect(await inside).toBe(ada);
    mark.remove();
  });

  it('keeps several marks apart, and knows the last one of a few', async () => {
    const [first, second] = [markContext(ada), markContext(bob)];
    const later = async () => {
      await turn();
      return currentMark();
    };
    const marks = [first.run(later), second.run(later), first.run(() => second.run(later))];
    expect(await Promise.all(marks)).toEqual([ada, bob, bob]);
    first.remove();
    second.remove();
  });

  it('loses a mark that is removed, whatever was begun with it', async () => {
    const mark = markContext(ada);
    const inside = mark.run(async () => {
      await turn();
      return currentMark();
    });
    mark.remove();
    expect(await inside).toBeUndefined();
  });

  it('captures a mark with everything else', () => {
    const mark = markContext(ada);
    const run = mark.run(captureContext);
    expect([currentMark(), run(currentMark)]).toEqual([undefined, ada]);
    mark.remove();
  });
});
