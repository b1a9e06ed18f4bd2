import { isPortFree } from '../processes/ports.ts';
import type { StartOptions } from './options.ts';

/** Where the lab has its sign-in, counted from its first port (README.md of packages/lab). */
const SIGN_IN = 15;

/** Behind the sign-in: two Prometheus, and what they scrape. */
const FOR_METRICS = 3;

/** Behind those: the forge with the Git repository. */
const FOR_THE_FORGE = 1;

/** What the lab listens on: its control API, then one port per cluster; the sign-in, metrics and the forge behind it. */
export function labPorts(base: number, clusters: number): number[] {
  const neighbours = Array.from({ length: 1 + clusters }, (_, i) => base + i);
  const signIn = base + Math.max(SIGN_IN, clusters + 1);
  const count = 1 + FOR_METRICS + FOR_THE_FORGE;
  const behind = Array.from({ length: count }, (_, i) => signIn + i);
  return [...neighbours, ...behind];
}

/**
 * Rejects with the option to type when a port is taken. Asked before anything is built or started, because none of it
 * would help.
 */
export async function checkPorts(
  { port, labPortBase }: Pick<StartOptions, 'port' | 'labPortBase'>,
  clusters: number,
): Promise<void> {
  const ofTheLab = labPorts(labPortBase, clusters);
  if (ofTheLab.includes(port)) {
    throw new Error(
      `The simulated clusters need port ${port} themselves. Choose another one for the portal:\n  npm start -- --port 7007`,
    );
  }
  if (!(await isPortFree(port))) {
    throw new Error(
      `Port ${port} is taken by another program. Choose another one:\n  npm start -- --port ${
        port + 1
      }        (or set MESHPORT_PORT)`,
    );
  }
  for (const next of ofTheLab) {
    if (await isPortFree(next)) continue;
    throw new Error(
      `Port ${next}, which the simulated clusters need, is taken by another program. Choose others:\n  npm start -- --lab-port-base ${
        labPortBase + 100
      }        (or set MESHPORT_LAB_PORT_BASE)`,
    );
  }
}
