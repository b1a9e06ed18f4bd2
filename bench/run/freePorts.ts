import { isPortFree } from '../../scripts/processes/ports.ts';

/** Below the range that systems give to clients. */
const FIRST = 20_000;
const LAST = 30_000;
const ATTEMPTS = 50;

/** The first of `count` neighbouring ports that are all free. */
export async function findFreePortRange(count: number): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const base = FIRST + Math.floor(Math.random() * (LAST - FIRST - count));
    const ports = Array.from({ length: count }, (_, index) => base + index);
    const free = await Promise.all(ports.map(isPortFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error(`No ${count} neighbouring ports are free on this machine`);
}
