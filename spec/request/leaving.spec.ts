import { describe, expect, it } from '@jest/globals';
import { finalize, type Observable, Subject, Subscription } from 'rxjs';
import {
  type DataRequest,
  type DataResponse,
  SerialScheduler,
  Session,
  type SessionOptions,
} from 'rxsession';
import { StubTransport } from 'rxsession/testing';
import { ended, turns } from '../support/happenings.js';
import { reportedErrors } from '../support/reported-errors.js';

function requestOf(options: SessionOptions = {}): DataRequest {
  const transport = new StubTransport(() => ({ body: 'text' }));
  return new Session({ transport, ...options }).request('https://example.com/');
}

/** A response whose serializer answers with this. */
function serializedBy(
  request: DataRequest,
  serialize: () => Observable<unknown>,
): Observable<DataResponse<unknown>> {
  return request.response({ serialize });
}

describe('a listener that leaves', () => {
  it('while its serializer is being called is no reason to wait for the answer', async () => {
    const answer = new Subject();
    const listening = new Subscription();
    const request = requestOf({ serializationQueue: new SerialScheduler() });
    const response = serializedBy(request, () => {
      listening.unsubscribe();
      return answer;
    });
    listening.add(response.subscribe());
    await ended(request);
    expect(answer.observed).toBe(false);
  });

  it('last, while its response is being serialized, cancels the request as at any other time', async () => {
    const answer = new Subject();
    const request = requestOf();
    const listening = serializedBy(request, () => answer).subscribe();
    await turns();
    expect(answer.observed).toBe(true);
    listening.unsubscribe();
    expect(await ended(request)).toBe('cancelled');
  });
});

describe('an answer that throws when it is left', () => {
  const reports = reportedErrors();
  const answer = new Subject().pipe(
    finalize(() => {
      throw new Error('not without a fight');
    }),
  );

  it('does not keep a cancellation from anybody', async () => {
    const request = requestOf();
    let error: string | undefined;
    serializedBy(request, () => answer).subscribe((response) => (error = response.error?.kind));
    request.cancel();
    expect(await ended(request)).toBe('cancelled');
    expect(error).toBe('explicitlyCancelled');
    await reports.reported(1);
  });

  it('does not keep a request from the end of its session', async () => {
    const session = new Session({ transport: new StubTransport(() => 'never') });
    const request = session.request('https://example.com/');
    request
      .adapt({ adapt: () => answer as Observable<never> })
      .response()
      .subscribe();
    await turns();
    session.invalidateAndCancel();
    await ended(request);
    expect(request.error?.kind).toBe('sessionInvalidated');
    await reports.reported(1);
  });
});
