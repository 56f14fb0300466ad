import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { leaksSince, takeInventory } from '../support/inventory.js';
import { expectNoLeaks } from '../support/leaks.js';
import { useServer } from '../support/server.js';

type Removal = () => void;

describe('the check for leaks', () => {
  const server = useServer();
  const leaks = expectNoLeaks(server);
  const signal = new AbortController().signal;
  const emitter = new EventEmitter();
  const watched = {
    servers: [server],
    targets: [
      { target: signal, type: 'abort' },
      { target: emitter, type: 'ping' },
    ],
  };
  const nothing = (): void => undefined;
  const forgotten = (): string => join(os.tmpdir(), 'rxsession-forgotten');

  it.each<[kind: string, expected: RegExp, plant: () => Removal]>([
    ['a timer', /^timer: 1 more$/, () => clearTimeout.bind(undefined, setTimeout(nothing, 60_000))],
    ['a socket', /^TCPSocketWrap: 2 more$/, openSocket],
    ['a socket at the server', /^socket at http.*: 1 more$/, openSocket],
    ['a listening server', /^TCPServerWrap: 1 more$/, startListening],
    ['a listener of the process', /^process listener warning: 1 more$/, () => listenTo(process, 'warning')],
    ['a listener of an emitter', /^listener ping: 1 more$/, () => listenTo(emitter, 'ping')],
    ['a listener of a signal', /^listener abort: 1 more$/, listenToSignal],
    ['a temporary file', /^temporary file rxsession-forgotten: 1 more$/, leaveFile],
    ['an open file', /^open file .*rxsession-forgotten: 1 more$/, leaveFileOpen],
  ])('finds %s', async (_, expected, plant) => {
    const before = takeInventory(watched);
    const remove = plant();
    expect(await leaksSince(before, watched, 50)).toContainEqual(expect.stringMatching(expected));
    remove();
    expect(await leaksSince(before, watched)).toEqual([]);
  });

  it('finds nothing where there is nothing', async () => {
    expect(await leaksSince(takeInventory(watched), watched)).toEqual([]);
  });

  it('disposes of what it was given, before it looks', () => {
    const socket = net.connect(server.port, '127.0.0.1');
    leaks.disposing({ [Symbol.dispose]: () => socket.destroy() });
    leaks.watching(socket, 'close');
  });

  function openSocket(): Removal {
    const socket = net.connect(server.port, '127.0.0.1');
    return () => socket.destroy();
  }

  function startListening(): Removal {
    const listening = net.createServer().listen(0);
    return () => listening.close();
  }

  function listenTo(target: NodeJS.EventEmitter, type: string): Removal {
    target.on(type, nothing);
    return () => target.off(type, nothing);
  }

  function listenToSignal(): Removal {
    signal.addEventListener('abort', nothing);
    return () => signal.removeEventListener('abort', nothing);
  }

  function leaveFile(): Removal {
    const path = forgotten();
    writeFileSync(path, 'left');
    return () => rmSync(path);
  }

  function leaveFileOpen(): Removal {
    const path = forgotten();
    const descriptor = openSync(path, 'w');
    return () => {
      closeSync(descriptor);
      rmSync(path);
    };
  }
});
