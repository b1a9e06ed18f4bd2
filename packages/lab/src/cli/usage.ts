import type { Commands } from '../apiserver/control/Command.ts';
import { faultCommands } from '../apiserver/control/faultCommands.ts';
import { forgeCommands } from '../forge/forgeCommands.ts';
import { workloadCommands } from '../serve/workloadCommands.ts';
import { trafficCommands } from '../traffic/trafficCommands.ts';
import { TrafficFaults } from '../traffic/TrafficFaults.ts';
import { DEFAULT_PORT_BASE } from './arguments.ts';

const none = new Map();

/** What a command of the terminal alone does. */
const OWN: readonly (readonly [line: string, summary: string])[] = [
  [
    'status',
    'what is wrong with each cluster, and how many requests and watches it has',
  ],
  [
    'ledger [TIME]',
    'who called whom in the last TIME, such as 30s, 5m (the default) or 1h',
  ],
];

function groups(): [title: string, commands: Commands][] {
  const { heal, ...faults } = faultCommands(none);
  return [
    ['The API server of a cluster, as the portal sees it:', faults],
    ['Workloads:', workloadCommands(none)],
    [
      'Calls between services:',
      trafficCommands(none, new TrafficFaults()).commands,
    ],
    ['The forge with the Git repository of Flux:', forgeCommands(undefined)],
    ['To mend it:', { heal }],
  ];
}

/** All commands that may be typed. */
export function commandNames(): string[] {
  return [
    ...groups().flatMap(([, commands]) => Object.keys(commands)),
    ...OWN.map(([line]) => line.split(' ')[0]),
  ];
}

const EXAMPLES = [
  ['ledger 1m', 'who calls whom'],
  [
    'hang aws-eks',
    'its line on the page of clusters gets old, the others go on',
  ],
  [
    'burst gcp-gke orders/inventory-service',
    'within a minute checkout-api in aws-eks is failing',
  ],
  ['heal', 'all is well again'],
] as const;

export function usageText(): string {
  const sections = [
    ...groups().map(([title, commands]) => ({
      title,
      lines: Object.entries(commands).map(
        ([name, { usage, summary }]) => [`${name} ${usage}`, summary] as const,
      ),
    })),
    { title: 'To look at it:', lines: OWN },
  ];
  const all = sections.flatMap(({ lines }) => lines);
  const width = Math.max(...all.map(([left]) => left.length));
  const table = (lines: readonly (readonly string[])[]) =>
    lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
  return [
    'The simulated clusters of Meshport.',
    '',
    '  npm run lab -- COMMAND ...',
    '',
    'On a lab that is running (npm start runs one); each command says where to look, and how to undo it:',
    ...sections.flatMap(({ title, lines }) => ['', title, ...table(lines)]),
    '',
    'A name that is not known, or left out, is answered with those that are. NS/NAME is namespace and name of a workload.',
    '',
    'For example:',
    ...table(EXAMPLES),
    '',
    'To run it alone (npm start does it for you):',
    '  serve [--port-base N] [--speed N] [--world DIR] [--rename FILE] [--prometheus PATH --promtool PATH] [--history TIME]',
    `    --port-base N   port of the lab's control API, the clusters have those after it, the sign-in N + 15 (default ${DEFAULT_PORT_BASE})`,
    '    --speed N       divides all delays by N',
    '    --world DIR     folder with a folder per cluster',
    '    --rename FILE   JSON object with new names by old ones: clusters, namespaces, workloads, revisions',
    '    --prometheus PATH, --promtool PATH',
    '                    the programs that store metrics, which listen behind the sign-in',
    '    --history TIME  how much of the past metrics and ledger begin with, for example 10m (default 2h with Prometheus, else 0)',
    '',
    '  --dir DIR         where the lab keeps certificates, kubeconfig and app-config (default .lab)',
    '',
  ].join('\n');
}
