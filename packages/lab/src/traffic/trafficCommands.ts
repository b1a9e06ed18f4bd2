import {
  CommandError,
  type Command,
  type Commands,
} from '../apiserver/control/Command.ts';
import { Denials } from './Denials.ts';
import {
  callableNamed,
  clusterNamed,
  endNamed,
  type Views,
} from './objectNames.ts';
import type { TrafficFaults } from './TrafficFaults.ts';

const DEFAULT_SHARE = 70;
const DEFAULT_STATUS = 503;

/** Single calls, as the lab makes them. */
const LEDGER = 'npm run lab -- ledger 1m, which says who called whom';

interface TrafficCommands {
  commands: Commands;
  /** What `heal` has to do besides. */
  heal(cluster?: string): void;
}

/** Commands about calls. */
export function trafficCommands(
  views: Views,
  faults: TrafficFaults,
): TrafficCommands {
  const objects = new Denials();
  return {
    commands: {
      burst: burst(views, faults),
      'cut-link': cutLink(views, faults),
      deny: deny(views, objects),
    },
    heal: cluster => {
      faults.heal(cluster);
      objects.withdraw(cluster);
    },
  };
}

function burst(views: Views, faults: TrafficFaults): Command {
  return {
    usage: 'CLUSTER NS/NAME [PERCENT] [STATUS]',
    summary: `a workload, or what is behind a Service, fails PERCENT of its requests (default ${DEFAULT_SHARE}) with STATUS (${DEFAULT_STATUS}) and 500`,
    run: async ([cluster, path, percent, code]) => {
      const view = clusterNamed(views, cluster);
      const { namespace, name } = callableNamed(view, path);
      const share = number(percent, 'PERCENT', {
        range: [1, 100],
        otherwise: DEFAULT_SHARE,
      });
      const status = number(code, 'STATUS', {
        range: [500, 599],
        otherwise: DEFAULT_STATUS,
      });
      faults.burst({
        ...{ cluster: view.name, namespace, name },
        ...{ share: share / 100, status },
      });
      return {
        message: `${path} in ${view.name} fails ${share} % of its requests until it is healed.`,
        look: `${LEDGER}; in the portal, within a minute, the pages of those who call it`,
        undo: ['heal', view.name],
      };
    },
  };
}

function cutLink(views: Views, faults: TrafficFaults): Command {
  return {
    usage: 'CLUSTER CLUSTER',
    summary: 'no call gets from one of the clusters to the other',
    run: async ([a, b]) => {
      const [one, other] = [clusterNamed(views, a), clusterNamed(views, b)];
      if (one === other)
        throw new CommandError(`Name two clusters, not ${one.name} twice.`);
      faults.cut(one.name, other.name);
      return {
        message: `Nothing gets from ${one.name} to ${other.name}, or back, until one of them is healed.`,
        look: `${LEDGER}; in the portal, within a minute, the dependencies that cross clusters`,
        undo: ['heal', one.name],
      };
    },
  };
}

function deny(views: Views, objects: Denials): Command {
  return {
    usage: 'CLUSTER/NS/CALLER CLUSTER/NS/CALLEE',
    summary: "writes a policy of the callee's mesh that refuses the caller",
    run: async ([a, b]) => {
      const caller = endNamed(views, a);
      const callee = endNamed(views, b);
      const object = objects.deny(caller, callee);
      return {
        message: `${b} refuses ${a} by ${object} until ${callee.view.name} is healed.`,
        look: `${LEDGER}; in the portal, within a minute, the dependencies of both`,
        undo: ['heal', callee.view.name],
      };
    },
  };
}

function number(
  text: string | undefined,
  name: string,
  {
    range: [min, max],
    otherwise,
  }: { range: [number, number]; otherwise: number },
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= min && value <= max)
    return value;
  throw new CommandError(
    `${name} has to be a whole number from ${min} to ${max}, not "${text}".`,
  );
}
