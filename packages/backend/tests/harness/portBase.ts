import { isPortFree } from '../../../../scripts/processes/ports';

const FIRST = 20_000;
const LAST = 30_000;

/** The first of `count` neighbouring ports that are all free. Below the range that systems give to clients. */
export async function findFreePortBase(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = FIRST + Math.floor(Math.random() * (LAST - FIRST - count));
    const ports = Array.from({ length: count }, (_, index) => base + index);
    const free = await Promise.all(ports.map(isPortFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error(`No ${count} neighbouring ports are free on this machine`);
}
