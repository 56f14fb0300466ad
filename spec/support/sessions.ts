import { Session, type SessionOptions } from 'rxsession';
import { RecordingEventMonitor } from 'rxsession/testing';
import type { LoopbackServer } from '../../examples/server/loopback-server.js';
import { expectNoLeaks } from './leaks.js';

/** Makes sessions that are disposed of when their spec has ended. */
export interface Sessions {
  make(options?: SessionOptions): Session;
  /** A session, and a monitor that records everything that happens in it. */
  recorded(options?: SessionOptions): { session: Session; recording: RecordingEventMonitor };
}

/** Sessions of a file's specs, each of which is expected to leave nothing behind here or at the servers. */
export function useSessions(...servers: LoopbackServer[]): Sessions {
  const leaks = expectNoLeaks(...servers);
  const make = (options?: SessionOptions): Session => leaks.disposing(new Session(options));
  return {
    make,
    recorded(options = {}) {
      const recording = new RecordingEventMonitor();
      return { session: make({ ...options, eventMonitors: [recording] }), recording };
    },
  };
}
