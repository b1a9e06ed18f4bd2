import { checkStage, nodeProgram } from './checkStage.ts';
import { jestStage } from './jestStage.ts';
import { namesStage } from './namesStage.ts';
import { browserStage } from './playwrightStage.ts';
import { scriptsStage } from './scriptsStage.ts';
import type { Stage } from './Stage.ts';

const BACKSTAGE_CLI = '@backstage/cli/bin/backstage-cli';

/** Everything `npm test` does, in this order: what is quick and points at the line first. */
export const STAGES: readonly Stage[] = [
  checkStage({
    name: 'format',
    what: 'Prettier',
    commands: [nodeProgram('prettier/bin-prettier.js', '--check', '.')],
  }),
  checkStage({
    name: 'lint',
    what: 'ESLint: import zones, no cycles, sizes, purity of core',
    commands: [
      nodeProgram(
        BACKSTAGE_CLI,
        ...['repo', 'lint', '--max-warnings', '0', '--format', 'unix'],
      ),
      nodeProgram(
        'eslint/bin/eslint.js',
        ...['--max-warnings', '0', '--format', 'unix'],
        ...['--ext', '.ts,.mjs,.cjs', 'scripts', 'bench'],
      ),
    ],
  }),
  namesStage,
  checkStage({
    name: 'knip',
    what: 'no unused files, exports or dependencies',
    commands: [nodeProgram('knip/bin/knip.js', '--no-progress')],
  }),
  checkStage({
    name: 'tsc',
    what: 'types',
    commands: [
      nodeProgram(
        'typescript/bin/tsc',
        ...['--noEmit', '--incremental', '--pretty', 'false'],
        ...['--tsBuildInfoFile', 'node_modules/.cache/tsc.tsbuildinfo'],
      ),
    ],
  }),
  checkStage({
    name: 'config',
    what: 'app-config.yaml against the schemas of all plugins',
    commands: [nodeProgram(BACKSTAGE_CLI, 'config:check', '--strict')],
  }),
  scriptsStage,
  jestStage({ name: 'unit', what: 'modules by themselves' }),
  jestStage({
    name: 'golden',
    what: 'recorded worlds give recorded models, byte for byte',
  }),
  jestStage({
    name: 'contract',
    what: 'one suite per seam, on the lab, a real kube-apiserver, Prometheus and PostgreSQL',
    tools: [
      ...(['kube-apiserver', 'etcd', 'kubectl'] as const),
      ...(['prometheus', 'promtool', 'postgres'] as const),
    ],
  }),
  jestStage({ name: 'backend', what: 'routes and permissions of the plugin' }),
  jestStage({
    name: 'istiod',
    what: 'the portal beside a real istiod, which judges it',
    workers: 1,
    tools: [
      ...(['kube-apiserver', 'etcd', 'kubectl'] as const),
      ...(['pilot-discovery', 'istioctl', 'gateway-api'] as const),
    ],
  }),
  jestStage({
    name: 'lab',
    what: 'the whole backend over the lab',
    tools: ['kube-apiserver', 'etcd', 'kubectl', 'prometheus', 'promtool'],
  }),
  jestStage({
    name: 'timed',
    what: 'what must happen within a time, with the machine to itself',
    workers: 1,
    tools: ['kubectl'],
  }),
  browserStage,
];
