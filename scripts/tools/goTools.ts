import { spawn } from 'node:child_process';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, isExecutable } from './executables.ts';
import {
  ToolMissingError,
  ToolVariableError,
  type Tool,
  type ToolContext,
} from './Tool.ts';

/** Kubernetes as the Go module proxy serves it; the staging modules have the same version with a leading 0. */
const KUBERNETES_VERSION = '1.36.3';
export const ETCD_VERSION = '3.6.16';

/** The Go release that the go.mod files below ask for; Kubernetes 1.36 needs it. */
const GO_VERSION = '1.26.0';
const PROGRESS_EVERY_MILLISECONDS = 15_000;

interface GoProgram {
  name: string;
  module: string;
  version: string;
  /** Import path of the main package. */
  package: string;
  /** See Tool. */
  oldestOnPath?: readonly [number, number];
  linkerFlags: string;
  /** What to do by hand where no Go is installed. */
  howToGet: string;
}

function findGo(env: NodeJS.ProcessEnv): string | undefined {
  if (env.GO) return env.GO;
  const usual = '/usr/local/go/bin/go';
  return findOnPath('go', env) ?? (isExecutable(usual) ? usual : undefined);
}

interface GoCall {
  go: string;
  args: string[];
  cwd: string;
  context: ToolContext;
}

function runGo({ go, args, cwd, context }: GoCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(go, args, {
      cwd,
      env: {
        ...context.env,
        CGO_ENABLED: '0',
        GOFLAGS: '-mod=mod -trimpath -buildvcs=false',
        GOWORK: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', text => (out += text));
    child.stderr.setEncoding('utf8').on('data', text => (err += text));
    child.once('error', reject);
    child.once('close', code => {
      if (code === 0) resolve(out);
      else reject(new Error(err.trim().split('\n').slice(-5).join('\n')));
    });
  });
}

/**
 * A main package of a module whose go.mod has `replace` directives is refused by `go install`. A module of our own that
 * requires it is not bound by them, but then each local replacement (`=> ./staging/...`) must be mapped to the module
 * published under the same path, whose version is the parent's with the major number 0.
 */
export function goModFor(
  { module, version }: { module: string; version: string },
  goModOfModule: string,
): string {
  const published = `v0.${version.split('.').slice(1).join('.')}`;
  const replaces = [...goModOfModule.matchAll(/^\s*(\S+)\s+=>\s+\.\/\S+$/gm)]
    .map(match => match[1])
    .filter(path => path !== module && path.includes('.'))
    .map(path => `\t${path} => ${path} ${published}`);
  const block = replaces.length
    ? `\nreplace (\n${replaces.join('\n')}\n)\n`
    : '';
  return `module meshport.local/build\n\ngo ${GO_VERSION}\n\nrequire ${module} v${version}\n${block}`;
}

async function writeGoMod(
  program: GoProgram,
  {
    go,
    directory,
    context,
  }: { go: string; directory: string; context: ToolContext },
): Promise<void> {
  const file = join(directory, 'go.mod');
  try {
    await access(file);
    return;
  } catch {
    // First build in this directory. Later ones keep the file, because `go build` adds the indirect requirements.
  }
  const wanted = `${program.module}@v${program.version}`;
  const answer = await runGo({
    go,
    args: ['mod', 'download', '-json', wanted],
    cwd: directory,
    context,
  });
  const { GoMod: path } = JSON.parse(answer) as { GoMod: string };
  const text = goModFor(program, await readFile(path, 'utf8'));
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function build(
  program: GoProgram,
  { go, context }: { go: string; context: ToolContext },
): Promise<string> {
  const { directory } = context;
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const ticker = setInterval(
    () => context.report(`Building ${program.name} ... ${seconds()} s`),
    PROGRESS_EVERY_MILLISECONDS,
  );
  try {
    await writeGoMod(program, { go, directory, context });
    const path = join(directory, program.name);
    await runGo({
      go,
      args: [
        'build',
        '-ldflags',
        `-s -w ${program.linkerFlags}`,
        '-o',
        `${path}.new`,
        program.package,
      ],
      cwd: directory,
      context,
    });
    await rename(`${path}.new`, path);
    context.report(`Built ${program.name} in ${seconds()} s`);
    return path;
  } finally {
    clearInterval(ticker);
  }
}

function goTool(
  program: GoProgram,
  fromEnvironment: Tool['fromEnvironment'],
): Tool {
  return {
    name: program.name,
    version: program.version,
    fromEnvironment,
    onPath: [program.name],
    oldestOnPath: program.oldestOnPath,
    async fromCache({ directory }) {
      const path = join(directory, program.name);
      return isExecutable(path) ? { path } : undefined;
    },
    async make(context) {
      const go = findGo(context.env);
      if (!go) throw new ToolMissingError(program.howToGet);
      context.report(
        `Building ${program.name} ${program.version} with Go into ${context.directory} (once; some minutes)`,
      );
      await mkdir(context.directory, { recursive: true });
      try {
        return { path: await build(program, { go, context }) };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ToolMissingError(
          `${program.name} could not be built with Go (${reason}). ${program.howToGet}`,
          { cause },
        );
      }
    },
  };
}

function existing(variable: string, path: string): string {
  if (isExecutable(path)) return path;
  throw new ToolVariableError(
    `${variable} leads to ${path}, which is not an executable file: correct ${variable} or unset it.`,
  );
}

/** KUBEBUILDER_ASSETS is the directory that setup-envtest and kubebuilder use for kube-apiserver, etcd and kubectl. */
function fromKubebuilderAssets(name: string): Tool['fromEnvironment'] {
  return ({ KUBEBUILDER_ASSETS: directory }) =>
    directory
      ? existing('KUBEBUILDER_ASSETS', join(directory, name))
      : undefined;
}

/** `/version` and the User-Agent of Kubernetes' programs come from variables that its own build sets. */
function kubernetesLinkerFlags(): string {
  const [major, minor] = KUBERNETES_VERSION.split('.');
  const values = {
    gitVersion: `v${KUBERNETES_VERSION}`,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: 'modproxy',
    buildDate: '1970-01-01T00:00:00Z',
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap(path =>
      Object.entries(values).map(
        ([key, value]) => `-X ${path}.${key}=${value}`,
      ),
    )
    .join(' ');
}

const ENVTEST =
  'Install Go (https://go.dev/dl) and run again, or set KUBEBUILDER_ASSETS to a directory with kube-apiserver and etcd.';

export const kubeApiServerTool = goTool(
  {
    name: 'kube-apiserver',
    module: 'k8s.io/kubernetes',
    version: KUBERNETES_VERSION,
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    // Watches that begin with the state (sendInitialEvents) are on by default; in 1.33 they are not.
    oldestOnPath: [1, 34],
    linkerFlags: kubernetesLinkerFlags(),
    howToGet: `kube-apiserver is not here: ${ENVTEST}`,
  },
  fromKubebuilderAssets('kube-apiserver'),
);

export const etcdTool = goTool(
  {
    name: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    version: ETCD_VERSION,
    package: 'go.etcd.io/etcd/server/v3',
    oldestOnPath: [3, 5],
    linkerFlags: '-X go.etcd.io/etcd/api/v3/version.GitSHA=modproxy',
    howToGet: `etcd is not here: ${ENVTEST}`,
  },
  fromKubebuilderAssets('etcd'),
);

export const kubectlTool = goTool(
  {
    name: 'kubectl',
    module: 'k8s.io/kubernetes',
    version: KUBERNETES_VERSION,
    package: 'k8s.io/kubernetes/cmd/kubectl',
    linkerFlags: kubernetesLinkerFlags(),
    howToGet:
      'kubectl is not here: install it (https://kubernetes.io/docs/tasks/tools), or install Go and run again, or set KUBECTL to its path.',
  },
  ({ KUBECTL: path }) => (path ? existing('KUBECTL', path) : undefined),
);
