import { VirtualTimeScheduler } from 'rxjs';
import { EventHub } from '../../lib/events/event-hub.js';
import { RecordingEventMonitor } from '../../lib/testing/recording-event-monitor.js';
import { requestInfo, taskInfo } from '../support/request-info.js';
import { everyTypeOfEvent, finished } from '../support/session-events.js';

describe('RecordingEventMonitor', () => {
  it('records every event, in order', () => {
    const recording = new RecordingEventMonitor();
    const hub = new EventHub([recording]);
    const told = everyTypeOfEvent();
    for (const event of told) hub.emit(event);
    expect(recording.events).toEqual(told);
    expect(recording.types).toEqual(told.map(({ type }) => type));
  });

  it('gives the types of one request, those of its tasks included', () => {
    const recording = new RecordingEventMonitor();
    const hub = new EventHub([recording]);
    const [request, other] = [requestInfo({ id: '1' }), requestInfo({ id: '2' })];
    hub.emit({ type: 'requestDidResume', request });
    hub.emit({ type: 'requestDidResume', request: other });
    hub.emit({ type: 'taskDidComplete', request, task: taskInfo(), error: undefined });
    hub.emit({ type: 'taskDidComplete', request: undefined, task: taskInfo(), error: undefined });
    hub.emit({ type: 'sessionDidBecomeInvalid', error: undefined });
    expect(recording.typesOf(request)).toEqual(['requestDidResume', 'taskDidComplete']);
  });

  it('forgets what it recorded', () => {
    const recording = new RecordingEventMonitor();
    const hub = new EventHub([recording]);
    hub.emit({ type: 'requestDidResume', request: requestInfo() });
    recording.clear();
    hub.emit(finished());
    expect(recording.types).toEqual(['requestDidFinish']);
  });

  it('records on its queue', () => {
    const queue = new VirtualTimeScheduler();
    const recording = new RecordingEventMonitor({ queue });
    new EventHub([recording]).emit(finished());
    const before = recording.types;
    queue.flush();
    expect([before, recording.types]).toEqual([[], ['requestDidFinish']]);
  });
});
