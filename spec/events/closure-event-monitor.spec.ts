import { VirtualTimeScheduler } from 'rxjs';
import { ClosureEventMonitor } from '../../lib/events/closure-event-monitor.js';
import { EventHub } from '../../lib/events/event-hub.js';
import { requestInfo } from '../support/request-info.js';
import { finished } from '../support/session-events.js';

describe('ClosureEventMonitor', () => {
  it('calls the closure that is assigned at the time', () => {
    const told: string[] = [];
    const monitor = new ClosureEventMonitor();
    const hub = new EventHub([monitor]);
    hub.emit(finished());
    monitor.requestDidFinish = ({ request }) => told.push(`first ${request.id}`);
    hub.emit(finished(requestInfo({ id: '17' })));
    monitor.requestDidFinish = () => told.push('second');
    hub.emit(finished());
    monitor.requestDidFinish = undefined;
    hub.emit(finished());
    expect(told).toEqual(['first 17', 'second']);
  });

  it('calls its closures on its queue', () => {
    const queue = new VirtualTimeScheduler();
    const told: string[] = [];
    const monitor = new ClosureEventMonitor({ queue });
    monitor.requestDidFinish = ({ type }) => told.push(type);
    new EventHub([monitor]).emit(finished());
    const before = [...told];
    queue.flush();
    expect([before, told]).toEqual([[], ['requestDidFinish']]);
  });

  it('can be extended', () => {
    class Counting extends ClosureEventMonitor {
      count = 0;
      override requestDidFinish = (): void => {
        this.count += 1;
      };
    }
    const monitor = new Counting();
    new EventHub([monitor]).emit(finished());
    expect(monitor.count).toBe(1);
  });
});
