import type { Command, Commands } from '../apiserver/control/Command.ts';
import type { ControlServerOptions } from '../apiserver/control/ControlServer.ts';
import { readLedger } from '../traffic/readLedger.ts';
import type { RunningTraffic } from '../traffic/runTraffic.ts';
import { trafficCommands } from '../traffic/trafficCommands.ts';

export interface TrafficControl {
  commands: Commands;
  /** `heal`, of what is wrong with the traffic too. */
  healing(heal: Command): Command;
  ledger: NonNullable<ControlServerOptions['ledger']>;
}

/** What the control API offers of the traffic. */
export function trafficControl(traffic: RunningTraffic): TrafficControl {
  const { views, faults, ledger } = traffic;
  const { commands, heal: healTraffic } = trafficCommands(views, faults);
  return {
    commands,
    healing: heal => ({
      ...heal,
      run: async args => {
        const done = await heal.run(args);
        healTraffic(args[0]);
        return done;
      },
    }),
    ledger: query => readLedger(ledger, query, Date.now()),
  };
}
