import { faultCommands } from '../apiserver/control/faultCommands.ts';
import { workloadCommands } from '../serve/workloadCommands.ts';
import { trafficCommands } from '../traffic/trafficCommands.ts';
import { TrafficFaults } from '../traffic/TrafficFaults.ts';
import { DEFAULT_PORT_BASE } from './arguments.ts';

const none = new Map();

export function usageText(): string {
  const commands = {
    ...faultCommands(none),
    ...workloadCommands(none),
    ...trafficCommands(none, new TrafficFaults()).commands,
  };
  const lines = Object.entries(commands).map(([name, { usage, summary }]) => [
    `${name} ${usage}`,
    summary,
  ]);
  lines.push(
    [
      'status',
      'what is wrong with each cluster, and how many requests and watches it has',
    ],
    [
      'ledger [TIME]',
      'who called whom in the last TIME, such as 30s, 5m (the default) or 1h',
    ],
  );
  const width = Math.max(...lines.map(([left]) => left.length));
  return [
    'The simulated clusters of Meshport.',
    '',
    '  npm run lab -- COMMAND ...',
    '',
    'On a lab that is running:',
    ...lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
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
