import type { Command, Commands } from '../apiserver/control/Command.ts';
import type { ControlServerOptions } from '../apiserver/control/ControlServer.ts';
import { ClusterView } from '../traffic/ClusterView.ts';
import type { Traffic } from '../traffic/Ledger.ts';
import { readLedger } from '../traffic/readLedger.ts';
import { loadTraffic } from '../traffic/readTraffic.ts';
import { runTraffic } from '../traffic/runTraffic.ts';
import { trafficCommands } from '../traffic/trafficCommands.ts';
import type { TrafficFaults } from '../traffic/TrafficFaults.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import type { NameMap } from '../world/rename.ts';

export interface ServedTraffic extends Required<
  Pick<ControlServerOptions, 'ledger'>
> {
  traffic: Traffic;
  commands: Commands;
  /** `heal`, of what is wrong with the traffic too. */
  healing(heal: Command): Command;
}

/** Lets the traffic of a world run over its clusters. Throws what is wrong with its `traffic.yaml`. */
export function serveTraffic(
  clusters: readonly SimulatedCluster[],
  options: {
    worldDirectory: string;
    names: NameMap;
    faults: TrafficFaults;
    onError(error: unknown): void;
  },
): ServedTraffic {
  const { worldDirectory, names, faults, onError } = options;
  const plan = loadTraffic(worldDirectory, names);
  const views = new Map(
    clusters.map(({ world, store }) => [
      world.name,
      new ClusterView(world.name, store),
    ]),
  );
  const traffic = runTraffic(views, { plan, faults, onError });
  const { commands, heal: healTraffic } = trafficCommands(views, faults);
  return {
    traffic,
    commands,
    ledger: query => readLedger(traffic.ledger, query, Date.now()),
    healing: heal => ({
      ...heal,
      run: async args => {
        const message = await heal.run(args);
        healTraffic(args[0]);
        return message;
      },
    }),
  };
}
