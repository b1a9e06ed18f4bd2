import type { ApiServer } from '../ApiServer.ts';
import { resourceId, type KindRegistry } from '../kinds.ts';
import {
  CommandError,
  type Command,
  type Commands,
  type Done,
} from './Command.ts';

/** API servers by the name of their cluster. */
export type ApiServers = ReadonlyMap<string, ApiServer>;

interface Fault {
  usage: string;
  summary: string;
  /** Where its effect can be seen. */
  look: string;
  /** It is over at once, so that nothing has to be healed. */
  isBrief?: boolean;
  /** Answers with what holds now. */
  act(
    server: ApiServer,
    args: readonly string[],
    cluster: string,
  ): Promise<string> | string;
}

const UNREADABLE =
  'the setup page of the portal, which says so within half a minute; what was read before stays, with its age';
const READ_AGAIN =
  'the portal reads again at once and pages do not change; `status` counts the requests';

const FAULTS: Readonly<Record<string, Fault>> = {
  hang: {
    usage: 'CLUSTER',
    summary: 'accepts connections and answers nothing; open watches go silent',
    look: UNREADABLE,
    act: async (server, _args, cluster) => {
      await server.apply({ hang: true });
      return `${cluster} hangs until it is healed.`;
    },
  },
  refuse: {
    usage: 'CLUSTER',
    summary: 'closes the port',
    look: UNREADABLE,
    act: async (server, _args, cluster) => {
      await server.apply({ refuse: true });
      return `${cluster} refuses connections until it is healed.`;
    },
  },
  garble: {
    usage: 'CLUSTER',
    summary: 'answers with bytes that are no JSON',
    look: UNREADABLE,
    act: async (server, _args, cluster) => {
      await server.apply({ garble: true });
      return `${cluster} answers garbage until it is healed.`;
    },
  },
  compact: {
    usage: 'CLUSTER',
    summary: 'forgets its history, as after a restart: 410 for old watches',
    look: READ_AGAIN,
    isBrief: true,
    act: (server, _args, cluster) => {
      server.compact();
      return `${cluster} has forgotten its history; clients have to list again.`;
    },
  },
  'expire-token': {
    usage: 'CLUSTER',
    summary: 'refuses the token of the portal with 401',
    look: UNREADABLE,
    act: async (server, _args, cluster) => {
      await server.apply({ tokenExpired: true });
      return `${cluster} refuses the portal's token until it is healed.`;
    },
  },
  fail: {
    usage: 'CLUSTER STATUS',
    summary: 'answers every request with an HTTP status',
    look: UNREADABLE,
    act: async (server, [status], cluster) => {
      const failStatus = parseNumber(status, 'STATUS', {
        min: 400,
        max: 599,
      });
      await server.apply({ failStatus });
      return `${cluster} answers ${failStatus} to every request until it is healed.`;
    },
  },
  forbid: {
    usage: 'CLUSTER KIND',
    summary: 'forbids the portal to read a kind (403 as RBAC gives it)',
    look: 'the setup page of the portal, which says what is missing within a minute; what depends on it is unknown',
    act: async (server, [name], cluster) => {
      const resource = findResource(server.store.kinds, name);
      const { forbiddenKinds } = server.faults.state;
      await server.apply({
        forbiddenKinds: [...new Set([...forbiddenKinds, resource])],
      });
      return `${cluster} forbids the portal to read ${resource} until it is healed.`;
    },
  },
  slow: {
    usage: 'CLUSTER MS',
    summary: 'answers that much later',
    look: 'the setup page of the portal; pages are as quick as before, because they come from memory',
    act: async (server, [milliseconds], cluster) => {
      const slowMs = parseNumber(milliseconds, 'MS', {
        min: 0,
        max: 600_000,
      });
      await server.apply({ slowMs });
      return `${cluster} answers ${slowMs} ms later until it is healed.`;
    },
  },
  'cut-watch': {
    usage: 'CLUSTER',
    summary: 'ends every open watch in the middle of a line',
    look: READ_AGAIN,
    isBrief: true,
    act: (server, _args, cluster) => {
      server.cutWatches();
      return `The open watches of ${cluster} ended in the middle of a line.`;
    },
  },
  'half-open': {
    usage: 'CLUSTER',
    summary:
      'open watches stay silent for good, their connections open; new ones work',
    look: 'the setup page of the portal: it watches anew within a minute',
    isBrief: true,
    act: (server, _args, cluster) => {
      server.halfOpenWatches();
      return `The open watches of ${cluster} are silent for good.`;
    },
  },
};

/** The faults that an API server can have, as commands. */
export function faultCommands(servers: ApiServers): Commands {
  const commands = Object.entries(FAULTS).map(
    ([name, { usage, summary, look, isBrief, act }]): [string, Command] => [
      name,
      {
        usage,
        summary,
        run: async ([cluster = '', ...args]): Promise<Done> => {
          const message = await act(
            findServer(servers, cluster),
            args,
            cluster,
          );
          const undo = ['heal', cluster];
          return { message, look, ...(isBrief ? {} : { undo }) };
        },
      },
    ],
  );
  return {
    ...Object.fromEntries(commands),
    heal: {
      usage: '[CLUSTER]',
      summary: 'ends the faults of one cluster or of all',
      run: async ([cluster]) => {
        const healed = cluster
          ? [findServer(servers, cluster)]
          : [...servers.values()];
        await Promise.all(healed.map(server => server.heal()));
        return {
          message: cluster
            ? `${cluster} is healed.`
            : 'All clusters are healed.',
        };
      },
    },
  };
}

/** The server of a cluster, or a CommandError that lists the clusters there are. */
function findServer(
  servers: ApiServers,
  cluster: string | undefined,
): ApiServer {
  const server = servers.get(cluster ?? '');
  if (server) return server;
  const known = [...servers.keys()].join(', ');
  throw new CommandError(
    cluster
      ? `There is no cluster "${cluster}". Clusters: ${known}.`
      : `Name a cluster. Clusters: ${known}.`,
  );
}

function parseNumber(
  text: string | undefined,
  name: string,
  range: { min: number; max: number },
): number {
  const number = Number(text);
  const { min, max } = range;
  if (text && Number.isInteger(number) && number >= min && number <= max) {
    return number;
  }
  throw new CommandError(
    `${name} has to be a whole number from ${min} to ${max}${
      text ? `, not "${text}"` : ''
    }.`,
  );
}

/** A kind by plural, plural.group, short name, singular or kind; CommandError when none or several fit. */
function findResource(kinds: KindRegistry, name: string | undefined): string {
  const wanted = (name ?? '').toLowerCase();
  const exact = kinds.all().filter(k => resourceId(k) === wanted);
  const fitting = kinds
    .all()
    .filter(
      k =>
        k.plural === wanted ||
        k.singular === wanted ||
        k.shortNames?.includes(wanted),
    );
  const found = [
    ...new Set((exact.length > 0 ? exact : fitting).map(resourceId)),
  ];
  if (found.length === 1) return found[0];
  const candidates = found.length > 0 ? found : kinds.all().map(resourceId);
  const why =
    found.length > 0
      ? `"${wanted}" fits several kinds`
      : `There is no kind "${wanted}"`;
  throw new CommandError(`${why}. Say one of: ${candidates.join(', ')}.`);
}
