import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import type { ContextKeeper, ContextMark, WorkOwner, RunInContext } from '../answers/context.js';

/** Storages of the active marks, in order of creation. Empty most of the time. */
const marks = new Set<AsyncLocalStorage<WorkOwner>>();

/** The async context of Node. Following marks costs every promise of the process something, while there are any. */
export const asyncContext: Required<ContextKeeper> = { captureContext, markContext, currentMark };

/** An `AsyncResource` of its own costs a fraction of `AsyncLocalStorage.snapshot()`. */
function captureContext(): RunInContext {
  const resource = new AsyncResource('rxsession', { requireManualDestroy: true });
  // bound, because it is held for as long as the request: an arrow function would hold a scope besides
  return resource.runInAsyncScope.bind(resource) as RunInContext;
}

function markContext(owner: WorkOwner): ContextMark {
  const storage = new AsyncLocalStorage<WorkOwner>();
  marks.add(storage);
  return {
    run: (work) => storage.run(owner, work),
    remove: () => {
      marks.delete(storage);
      storage.disable();
    },
  };
}

function currentMark(): WorkOwner | undefined {
  let last: WorkOwner | undefined;
  for (const storage of marks) last = storage.getStore() ?? last;
  return last;
}
