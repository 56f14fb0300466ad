import { describe, expect, it } from '@jest/globals';
import type { RequestInfo, SessionEvent, SessionEventType, TaskInfo } from 'rxsession';
import { violations } from '../support/event-grammar.js';
import { requestInfo, taskInfo } from '../support/request-info.js';
import { everyTypeOfEvent } from '../support/session-events.js';

/** Events of these names, of one request; each `requestDidCreateTask` begins another task. */
function told(names: string, request: RequestInfo = requestInfo()): SessionEvent[] {
  let task: TaskInfo = taskInfo();
  return names.split(/\s+/).map((name) => {
    if (name === 'requestDidCreateTask') task = taskInfo();
    const event = everyTypeOfEvent({ request, task }).find(({ type }) => type === name);
    if (event === undefined) throw new Error(`There is no event ${name}.`);
    return event;
  });
}

const CREATED = 'requestDidCreateInitialURLRequest requestDidCreateURLRequest requestDidCreateTask';
const RUNNING = `requestDidResume ${CREATED} requestDidResumeTask`;
const TASK_OVER = 'taskDidFinishCollectingMetrics requestDidGatherMetrics taskDidComplete';
const TASK_END = `${TASK_OVER} requestDidCompleteTask`;
const END = 'requestDidFinish requestDidParseResponse';
const REDIRECT = 'taskWillPerformHTTPRedirection';
const ANSWER = 'taskDidReceiveResponse taskDidReceiveData taskDidReceiveData taskWillCacheResponse';
const STREAM = 'taskDidReceiveResponse requestDidValidate taskDidReceiveData requestDidParseStream';

describe('the grammar of events', () => {
  it.each([
    ['a plain GET', `${RUNNING} ${ANSWER} ${TASK_OVER} requestDidValidate requestDidCompleteTask ${END}`],
    ['a task that is never resumed', `${CREATED} requestDidSuspend requestDidSuspendTask`],
    [
      'a suspension',
      `${RUNNING} requestDidSuspend requestDidSuspendTask requestDidResume requestDidResumeTask`,
    ],
    ['redirects', `${RUNNING} ${REDIRECT} ${REDIRECT} taskNeedsNewBodyStream ${ANSWER} ${TASK_END} ${END}`],
    ['an upload', `${RUNNING} taskDidSendBodyData ${REDIRECT} taskNeedsNewBodyStream taskDidSendBodyData`],
    [
      'a retry',
      `${RUNNING} ${TASK_END} requestIsRetrying ${CREATED} requestDidResumeTask ${TASK_END} ${END}`,
    ],
    ['a serializer that retries', `${RUNNING} ${ANSWER} ${TASK_END} ${END} requestIsRetrying ${CREATED}`],
    ['a cancellation before the start', `requestDidCancel ${END}`],
    ['a cancellation of a task', `${RUNNING} requestDidCancel requestDidCancelTask ${TASK_END} ${END}`],
    [
      'a cancellation while validating',
      `${RUNNING} ${TASK_OVER} requestDidCancel requestDidCompleteTask ${END}`,
    ],
    [
      'a cancellation while parsing',
      `${RUNNING} ${TASK_END} ${END} requestDidCancel requestDidParseResponse`,
    ],
    ['a URLRequest that fails', `requestDidResume requestDidFailToCreateURLRequest ${END}`],
    [
      'an adapter that fails',
      `requestDidCreateInitialURLRequest requestDidFailToAdaptURLRequest requestIsRetrying ${CREATED}`,
    ],
    ['a body that fails', `requestDidCreateInitialURLRequest requestDidFailToCreateUploadable ${END}`],
    ['a stream', `${RUNNING} ${STREAM} ${TASK_END} requestDidFinish`],
    [
      'a stream that is refused',
      `${RUNNING} taskDidReceiveResponse requestDidValidate requestDidFailTaskEarly ${TASK_END} requestDidFinish`,
    ],
    ['an input stream at any time', `requestDidProvideInputStream ${RUNNING} requestDidProvideInputStream`],
    ['the end of a session', `${RUNNING} ${TASK_END} ${END} sessionDidBecomeInvalid`],
  ])('allows %s', (_what, names) => {
    expect(violations(told(names))).toEqual([]);
  });

  it.each([
    ['a second resumption', 'requestDidResume requestDidResume', 'requestDidResume while resumed'],
    [
      'a second task in one attempt',
      `${CREATED} requestDidCreateTask`,
      'requestDidCreateTask while performing',
    ],
    ['bytes before the task runs', `${CREATED} taskDidReceiveResponse`, 'taskDidReceiveResponse while made'],
    [
      'validating between pieces of a stream',
      `${RUNNING} ${STREAM} requestDidValidate`,
      'requestDidValidate while receiving',
    ],
    [
      'parsing a stream before anything has come',
      `${RUNNING} taskDidReceiveResponse requestDidParseStream`,
      'requestDidParseStream while answered',
    ],
    [
      'parsing a stream after it was cancelled',
      `${RUNNING} ${STREAM} requestDidCancel requestDidParseStream`,
      'requestDidParseStream while cancelled',
    ],
    ['data without a response', `${RUNNING} taskDidReceiveData`, 'taskDidReceiveData while sending'],
    [
      'a second response',
      `${RUNNING} ${ANSWER} taskDidReceiveResponse`,
      'taskDidReceiveResponse while cacheable',
    ],
    [
      'a redirect after the response',
      `${RUNNING} taskDidReceiveResponse ${REDIRECT}`,
      `${REDIRECT} while answered`,
    ],
    ['a task that ends twice', `${RUNNING} ${TASK_OVER} taskDidComplete`, 'taskDidComplete while over'],
    ['an end before that of the task', `${RUNNING} requestDidFinish`, 'requestDidFinish while performing'],
    ['a second end', `requestDidCancel ${END} requestDidFinish`, 'requestDidFinish while finished'],
    [
      'parsing before the end',
      `${RUNNING} requestDidParseResponse`,
      'requestDidParseResponse while performing',
    ],
    [
      'an attempt after a cancellation',
      `requestDidCancel requestDidCreateInitialURLRequest`,
      'while cancelled',
    ],
    ['steering a task that is over', `${RUNNING} ${TASK_OVER} requestDidSuspendTask`, 'while over'],
    ['a session that ends before its tasks', `${RUNNING} sessionDidBecomeInvalid`, 'ended while performing'],
    [
      'anything after the session',
      'sessionDidBecomeInvalid requestDidResume',
      'after the end of the session',
    ],
  ])('forbids %s', (_what, names, violation) => {
    expect(violations(told(names)).join('\n')).toContain(violation);
  });

  it('follows each request by itself', () => {
    const [one, other] = [told(`${RUNNING} ${TASK_END} ${END}`), told(`${RUNNING} ${TASK_END} ${END}`)];
    expect(violations(one.flatMap((event, index) => [event, other[index]!]))).toEqual([]);
  });

  it('forbids what is told of the task of an attempt that is over', () => {
    const request = requestInfo();
    const before = told(`${RUNNING} ${TASK_END} requestIsRetrying`, request);
    const again = told(`${CREATED} requestDidResumeTask`, request);
    const late = { ...told('taskDidReceiveResponse', request)[0]!, task: taskInfo() };
    expect(violations([...before, ...again, late as SessionEvent])).toEqual([
      expect.stringContaining('taskDidReceiveResponse of another task'),
    ]);
  });

  it('names where in the recording something is wrong', () => {
    const names: SessionEventType[] = ['requestDidResume', 'requestDidFinish', 'requestDidFinish'];
    expect(violations(told(names.join(' ')))).toEqual(['2: requestDidFinish while finished']);
  });
});
