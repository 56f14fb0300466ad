/** What a process has in memory now, and the most it ever had, in bytes. */
export interface Memory {
  readonly now: number;
  readonly most: number;
}

/** Tells it to whoever started this process, as often as that asks. */
export function tellMemory(): void {
  process.on('message', () => {
    const memory: Memory = { now: process.memoryUsage.rss(), most: process.resourceUsage().maxRSS * 1024 };
    process.send?.(memory);
  });
}
