import type { Session } from 'rxsession';
import type { LoopbackServer } from '../server/loopback-server.js';
import type { Narrator } from './narrator.js';

/** What a chapter plays with. */
export interface Stage {
  readonly session: Session;
  readonly server: LoopbackServer;
  readonly narrator: Narrator;
}

export interface Chapter {
  readonly title: string;
  /** Shows something, and checks that it is so. */
  play(stage: Stage): Promise<void>;
}
