import { beforeEach, describe, expect, it } from '@jest/globals';
import { CountingEventTarget } from '../../lib/browser/counting-event-target.js';

describe('CountingEventTarget', () => {
  let target: CountingEventTarget;
  let calls: string[];
  const listener = (): void => {
    calls.push('called');
  };
  const dispatch = (): boolean => target.dispatchEvent(new Event('it'));
  const listens = (): boolean[] => [target.hasListeners, target.hasListenersFor('it')];

  beforeEach(() => {
    target = new CountingEventTarget();
    calls = [];
  });

  it('knows whether anyone listens, and to what', () => {
    target.addEventListener('other', listener);
    expect([target.hasListeners, target.hasListenersFor('other'), target.hasListenersFor('it')]).toEqual([
      true,
      true,
      false,
    ]);
    target.removeEventListener('other', listener);
    expect(target.hasListeners).toBe(false);
  });

  it('takes the same listener twice for one', () => {
    target.addEventListener('it', listener);
    target.addEventListener('it', listener, { once: true });
    dispatch();
    dispatch();
    target.removeEventListener('it', listener);
    expect([calls.length, ...listens()]).toEqual([2, false, false]);
  });

  it('tells a capturing listener from another', () => {
    target.addEventListener('it', listener);
    target.addEventListener('it', listener, true);
    dispatch();
    target.removeEventListener('it', listener, true);
    dispatch();
    expect([calls.length, ...listens()]).toEqual([3, true, true]);
    target.removeEventListener('it', listener);
    expect(listens()).toEqual([false, false]);
  });

  it('forgets a listener that wants one event when it has it', () => {
    target.addEventListener('it', listener, { once: true });
    expect(listens()).toEqual([true, true]);
    dispatch();
    dispatch();
    expect([calls.length, ...listens()]).toEqual([1, false, false]);
  });

  it('keeps a listener that wants one event while another stops it from coming', () => {
    target.addEventListener('it', (event) => event.stopImmediatePropagation(), { once: true });
    target.addEventListener('it', listener, { once: true });
    dispatch();
    expect([calls.length, ...listens()]).toEqual([0, true, true]);
    dispatch();
    expect([calls.length, ...listens()]).toEqual([1, false, false]);
  });

  it('removes a listener that wants one event before it came', () => {
    target.addEventListener('it', listener, { once: true });
    target.removeEventListener('it', listener);
    dispatch();
    expect([calls.length, ...listens()]).toEqual([0, false, false]);
  });

  it('calls listeners that are objects, on themselves', () => {
    const object = {
      name: 'object',
      handleEvent(): void {
        calls.push(this.name);
      },
    };
    target.addEventListener('it', object, { once: true });
    dispatch();
    target.addEventListener('it', object);
    dispatch();
    expect(calls).toEqual(['object', 'object']);
  });

  it('forgets a listener when its signal aborts', () => {
    const controller = new AbortController();
    target.addEventListener('it', listener, { signal: controller.signal });
    target.addEventListener('it', listener, { signal: controller.signal, capture: true, once: true });
    controller.abort();
    dispatch();
    expect([calls.length, ...listens()]).toEqual([0, false, false]);
  });

  it('does not remove by a signal what was added again without it', () => {
    const controller = new AbortController();
    target.addEventListener('it', listener, { signal: controller.signal });
    target.removeEventListener('it', listener);
    target.addEventListener('it', listener);
    controller.abort();
    expect(listens()).toEqual([true, true]);
  });

  it('counts no listener that never is one', () => {
    target.addEventListener('it', null);
    target.addEventListener('it', listener, { signal: AbortSignal.abort() });
    target.removeEventListener('it', listener);
    target.removeEventListener('it', null);
    expect(listens()).toEqual([false, false]);
  });
});
