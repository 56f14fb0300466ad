import { Backlog } from '../../../lib/request/web-socket/backlog.js';

function backlog(): {
  backlog: Backlog;
  told: string[];
  grow(count: number): void;
  shrink(count: number): void;
} {
  const told: string[] = [];
  const backlog = new Backlog({
    hold: () => void told.push('hold'),
    release: () => void told.push('release'),
  });
  const repeat = (act: () => void) => (count: number) => {
    for (let done = 0; done < count; done += 1) act();
  };
  const grow = repeat(() => {
    backlog.grow();
  });
  const shrink = repeat(() => {
    backlog.shrink();
  });
  return { backlog, told, grow, shrink };
}

describe('a backlog', () => {
  it('holds its source when sixteen wait, once', () => {
    const { told, grow } = backlog();
    grow(15);
    expect(told).toEqual([]);
    grow(10);
    expect(told).toEqual(['hold']);
  });

  it('lets its source go when nothing waits any more, and not before', () => {
    const { told, grow, shrink } = backlog();
    grow(20);
    shrink(19);
    grow(1);
    expect(told).toEqual(['hold']);
    shrink(2);
    expect(told).toEqual(['hold', 'release']);
  });

  it('holds its source again', () => {
    const { told, grow, shrink } = backlog();
    grow(16);
    shrink(16);
    grow(16);
    expect(told).toEqual(['hold', 'release', 'hold']);
  });

  it('never holds a source that is taken as it comes', () => {
    const { told, grow, shrink } = backlog();
    for (let count = 0; count < 40; count += 1) {
      grow(1);
      shrink(1);
    }
    expect(told).toEqual([]);
  });

  it('lets its source go when it is told to, once, where it is held', () => {
    const { backlog: released, told, grow, shrink } = backlog();
    released.release();
    expect(told).toEqual([]);
    grow(16);
    released.release();
    shrink(16);
    expect(told).toEqual(['hold', 'release']);
  });
});
