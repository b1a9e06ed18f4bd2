import { isPortFree } from '../../../../scripts/processes/ports';

const FIRST = 20_000;
const LAST = 30_000;
const PARTS = 4;
const PART = (LAST - FIRST) / PARTS;

/** Workers beside each other look in parts of their own: what one has found is not in use yet when the next one looks. */
function firstOfPart(): number {
  const { JEST_WORKER_ID, TEST_PARALLEL_INDEX } = process.env;
  const worker = Number(JEST_WORKER_ID ?? TEST_PARALLEL_INDEX ?? 0);
  return FIRST + (worker % PARTS) * PART;
}

/** The first of `count` neighbouring ports that are all free. Below the range that systems give to clients. */
export async function findFreePortBase(count: number): Promise<number> {
  const first = firstOfPart();
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = first + Math.floor(Math.random() * (PART - count));
    const ports = Array.from({ length: count }, (_, index) => base + index);
    const free = await Promise.all(ports.map(isPortFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error(`No ${count} neighbouring ports are free on this machine`);
}
