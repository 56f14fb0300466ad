import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { DataResponse } from '../message/data-response.js';
import type { HTTPURLResponse } from '../message/http-url-response.js';
import type { Progress } from '../message/progress.js';
import type { DataRequest } from '../request/data-request.js';
import type { ResponseSerializer } from '../serializers/response-serializer.js';

/**
 * Event of `observe: 'events'`. They come in this order, each value once: `sent`; `uploadProgress` while a body is sent;
 * `responseHead`; `downloadProgress` while the response's body arrives; `response`. A retry begins no new order: its
 * progress continues, and only the last response has a head.
 */
export type ColdEvent<T> =
  | { readonly kind: 'sent' }
  | { readonly kind: 'uploadProgress'; readonly progress: Progress }
  | { readonly kind: 'responseHead'; readonly response: HTTPURLResponse }
  | { readonly kind: 'downloadProgress'; readonly progress: Progress }
  | { readonly kind: 'response'; readonly response: DataResponse<T> };

/** Events of a request that has not begun, for its only listener. */
export function eventsOf(
  request: DataRequest,
  serializer: ResponseSerializer<unknown>,
): Observable<ColdEvent<unknown>> {
  return new Observable((subscriber) => {
    const order = new EventOrder(subscriber);
    request.eventMonitor({
      requestDidResumeTask: () => {
        order.sent();
      },
      taskDidReceiveResponse: ({ response }) => {
        order.responseHead(response);
      },
    });
    const uploading = request.uploadProgress.subscribe((progress) => {
      order.uploadProgress(progress);
    });
    const downloading = request.downloadProgress.subscribe((progress) => {
      order.downloadProgress(progress);
    });
    subscriber.add(uploading);
    subscriber.add(downloading);
    subscriber.add(order.responseFrom(request, serializer));
  });
}

type Phase = 'waiting' | 'sent' | 'answered';

/** Keeps the events of one request in their order, and leaves out values that were emitted before. */
class EventOrder {
  #phase: Phase = 'waiting';
  #sent: Progress | undefined;
  #received: Progress | undefined;

  constructor(private readonly out: Subscriber<ColdEvent<unknown>>) {}

  sent(): void {
    if (this.#phase !== 'waiting') return;
    this.#phase = 'sent';
    this.out.next({ kind: 'sent' });
  }

  uploadProgress(progress: Progress): void {
    if (this.#phase !== 'sent' || isSame(progress, this.#sent) || progress.completedUnitCount === 0) return;
    this.#sent = progress;
    this.out.next({ kind: 'uploadProgress', progress });
  }

  responseHead(response: HTTPURLResponse): void {
    this.#phase = 'answered';
    this.out.next({ kind: 'responseHead', response });
  }

  downloadProgress(progress: Progress): void {
    if (this.#phase !== 'answered' || isSame(progress, this.#received) || progress.completedUnitCount === 0)
      return;
    this.#received = progress;
    this.out.next({ kind: 'downloadProgress', progress });
  }

  responseFrom(request: DataRequest, serializer: ResponseSerializer<unknown>): Subscription {
    const { out } = this;
    const inner = new Observable<DataResponse<unknown>>((subscriber) => {
      request.answer(subscriber, serializer, 'response');
    });
    return inner.subscribe({
      next: (response) => {
        out.next({ kind: 'response', response });
      },
      error: (error: unknown) => {
        out.error(error);
      },
      complete: () => {
        out.complete();
      },
    });
  }
}

function isSame(one: Progress, other: Progress | undefined): boolean {
  return one.completedUnitCount === other?.completedUnitCount && one.totalUnitCount === other.totalUnitCount;
}
