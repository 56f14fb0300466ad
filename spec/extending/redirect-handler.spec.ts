import { HTTPHeaders } from '../../lib/message/http-headers.js';
import { HTTPURLResponse } from '../../lib/message/http-url-response.js';
import { URLRequest } from '../../lib/message/url-request.js';
import {
  isFollowing,
  isNotFollowing,
  Redirector,
  type RedirectHandler,
} from '../../lib/extending/redirect-handler.js';
import { taskInfo } from '../support/request-info.js';

const newRequest = new URLRequest('https://api.example.com/new');
const response = new HTTPURLResponse({
  url: 'https://api.example.com/old',
  statusCode: 302,
  headers: new HTTPHeaders({ Location: '/new' }),
});
const task = taskInfo();
const own: RedirectHandler = { redirect: (_task, request) => request };

describe('Redirector', () => {
  it('follows with the new request', () => {
    const handler: RedirectHandler = Redirector.follow;
    expect(handler.redirect(task, newRequest, response)).toBe(newRequest);
  });

  it('does not follow', () => {
    const handler: RedirectHandler = Redirector.doNotFollow;
    expect(handler.redirect(task, newRequest, response)).toBeUndefined();
  });

  it.each([
    ['another request', newRequest.with({ method: 'PATCH' })],
    ['nothing', undefined],
    ['null', null],
    ['a promise', Promise.resolve(newRequest)],
  ])('follows with what its function answers: %s', (_name, answer) => {
    const seen: unknown[] = [];
    const handler = Redirector.modify((...given) => {
      seen.push(...given);
      return answer;
    });
    expect(handler.redirect(task, newRequest, response)).toBe(answer);
    expect(seen).toEqual([task, newRequest, response]);
  });

  it.each<[string, RedirectHandler | undefined, boolean, boolean]>([
    ['no handler', undefined, true, false],
    ['follow', Redirector.follow, true, false],
    ['doNotFollow', Redirector.doNotFollow, false, true],
    ['modify', Redirector.modify(() => newRequest), false, false],
    ['one of a caller', own, false, false],
  ])('%s is known for what it does', (_name, handler, following, notFollowing) => {
    expect(isFollowing(handler)).toBe(following);
    expect(isNotFollowing(handler)).toBe(notFollowing);
  });

  it('is known across copies of the package', () => {
    const ofAnotherCopy = { ...own, [Symbol.for('rxsession.Redirector')]: 'follow' };
    expect(isFollowing(ofAnotherCopy)).toBe(true);
  });
});
