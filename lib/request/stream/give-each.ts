/**
 * Gives one after the other, each when the one before was taken, then tells that it is done. The stack does not grow
 * with the list, however many are taken at once.
 */
export function giveEach<T>(
  items: readonly T[],
  give: (item: T, taken: () => void) => void,
  done: () => void,
): void {
  let next = 0;
  let isTaken = true;
  let isGiving = false;
  const proceed = (): void => {
    isTaken = true;
    if (isGiving) return;
    isGiving = true;
    for (let item = items[next]; isTaken && item !== undefined; item = items[next]) {
      next += 1;
      isTaken = false;
      give(item, proceed);
    }
    isGiving = false;
    if (isTaken) done();
  };
  proceed();
}
