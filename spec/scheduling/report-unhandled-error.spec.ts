import { jest } from '@jest/globals';
import { config } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { reportUnhandledError } from '../../lib/scheduling/report-unhandled-error.js';

describe('reportUnhandledError', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    config.onUnhandledError = null;
    jest.useRealTimers();
  });

  it('tells config.onUnhandledError in a macrotask', () => {
    const handler = jest.fn();
    config.onUnhandledError = handler;
    const error = new Error('unhandled');
    reportUnhandledError(error);
    expect(handler).not.toHaveBeenCalled();
    jest.runAllTimers();
    expect(handler.mock.calls).toEqual([[error]]);
  });

  it('throws in a macrotask when nothing is set', () => {
    reportUnhandledError(new Error('unhandled'));
    expect(() => jest.runAllTimers()).toThrow('unhandled');
  });

  it('does not end the flush of virtual time', () => {
    const time = new TestScheduler(() => undefined);
    let isReached = false;
    time.run(() => {
      time.schedule(() => reportUnhandledError(new Error('unhandled')));
      time.schedule(() => (isReached = true), 5);
    });
    expect(isReached).toBe(true);
    jest.clearAllTimers();
  });
});
