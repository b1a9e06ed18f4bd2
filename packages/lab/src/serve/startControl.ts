import { faultCommands } from '../apiserver/control/faultCommands.ts';
import {
  startControlServer,
  type ControlServer,
} from '../apiserver/control/ControlServer.ts';
import { forgeCommands } from '../forge/forgeCommands.ts';
import type { ForgeFaults } from '../forge/ForgeFaults.ts';
import type { RunningTraffic } from '../traffic/runTraffic.ts';
import type { Served } from './serveClusters.ts';
import { trafficControl } from './trafficControl.ts';
import { healingPodsToo, workloadCommands } from './workloadCommands.ts';

/** The control API with every command of the lab. */
export function startControl(
  served: ReadonlyMap<string, Served>,
  parts: { traffic: RunningTraffic; forge?: ForgeFaults },
  port: number,
): Promise<ControlServer> {
  const { traffic, forge } = parts;
  const servers = new Map(
    [...served].map(([name, { server }]) => [name, server]),
  );
  const clusters = new Map(
    [...served].map(([name, { cluster }]) => [name, cluster]),
  );
  const faults = faultCommands(servers);
  const { commands, healing, ledger } = trafficControl(traffic);
  return startControlServer({
    port,
    commands: {
      ...faults,
      ...workloadCommands(clusters),
      ...commands,
      ...forgeCommands(forge),
      heal: healing(healingPodsToo(faults.heal, clusters)),
    },
    ledger,
    status: () => ({
      clusters: [...served].map(([name, { server }]) => ({
        name,
        url: server.url,
        faults: server.faults.state,
        ...server.counters(),
      })),
      traffic: traffic.faults.state,
      forge: forge ? forge.state ?? 'well' : 'none',
    }),
  });
}
