import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { existing, findGo, goTool, runGo } from './goProgram.ts';
import { ToolMissingError, ToolVariableError, type Tool } from './Tool.ts';

/** Istio's tags have no leading v, so module proxies know pseudo-versions only; this one became 1.31. */
const MODULE_VERSION = '0.0.0-20260827124520-eed52ebb66ad';
const ISTIO_VERSION = '1.31.0';
const GATEWAY_API_VERSION = '1.6.0';

const istio = {
  module: 'istio.io/istio',
  version: MODULE_VERSION,
  tags: 'vtprotobuf,disable_pgv',
  replaces: {
    'istio.io/api': 'v1.31.1',
    'istio.io/client-go': 'v1.31.1',
    'github.com/envoyproxy/go-control-plane/envoy': 'v1.39.0',
    'github.com/envoyproxy/go-control-plane/contrib':
      'v1.36.1-0.20260729145720-a2d8c7492908',
  },
  linkerFlags: Object.entries({
    buildVersion: ISTIO_VERSION,
    buildTag: ISTIO_VERSION,
    buildStatus: 'Clean',
    buildHub: 'docker.io/istio',
  })
    .map(([key, value]) => `-X istio.io/istio/pkg/version.${key}=${value}`)
    .join(' '),
};

const HOW_TO_GET =
  'Install Go (https://go.dev/dl) and run again: it is built from the Go module proxy.';

/** istiod. One from elsewhere could be of any version, so PATH is not asked. */
export const istiodTool: Tool = {
  ...goTool(
    {
      ...istio,
      name: 'pilot-discovery',
      package: 'istio.io/istio/pilot/cmd/pilot-discovery',
      howToGet: `pilot-discovery (istiod) is not here: ${HOW_TO_GET} Or set PILOT_DISCOVERY to one of Istio ${ISTIO_VERSION}.`,
    },
    ({ PILOT_DISCOVERY: path }) =>
      path ? existing('PILOT_DISCOVERY', path) : undefined,
  ),
  onPath: [],
};

/** Writes the manifests that an installation applies. */
export const istioctlTool: Tool = {
  ...goTool(
    {
      ...istio,
      name: 'istioctl',
      package: 'istio.io/istio/istioctl/cmd/istioctl',
      howToGet: `istioctl is not here: ${HOW_TO_GET} Or set ISTIOCTL to one of Istio ${ISTIO_VERSION}.`,
    },
    ({ ISTIOCTL: path }) => (path ? existing('ISTIOCTL', path) : undefined),
  ),
  onPath: [],
};

const FILE = 'standard-install.yaml';

async function joined(directory: string): Promise<string> {
  const files = (await readdir(directory)).filter(
    name => name.startsWith('gateway') && name.endsWith('.yaml'),
  );
  if (files.length === 0) {
    throw new Error(
      `The Gateway API's module has no definitions in ${directory}`,
    );
  }
  const texts = await Promise.all(
    files.sort().map(name => readFile(join(directory, name), 'utf8')),
  );
  return texts.join('\n---\n');
}

/** The Gateway API's definitions, as one file of YAML: the module carries them. */
export const gatewayApiTool: Tool = {
  name: 'gateway-api',
  version: GATEWAY_API_VERSION,
  onPath: [],
  fromEnvironment({ GATEWAY_API_CRDS: path }) {
    if (!path || existsSync(path)) return path || undefined;
    throw new ToolVariableError(
      `GATEWAY_API_CRDS leads to ${path}, which is not there: correct GATEWAY_API_CRDS or unset it.`,
    );
  },
  async fromCache({ directory }) {
    const path = join(directory, FILE);
    return existsSync(path) ? { path } : undefined;
  },
  async make(context) {
    const go = findGo(context.env);
    const howToGet = `The Gateway API's definitions are not here: ${HOW_TO_GET} Or set GATEWAY_API_CRDS to the file ${FILE} of its release ${GATEWAY_API_VERSION}.`;
    if (!go) throw new ToolMissingError(howToGet);
    const { directory } = context;
    await mkdir(directory, { recursive: true });
    const answer = await runGo({
      go,
      args: [
        ...['mod', 'download', '-json'],
        `sigs.k8s.io/gateway-api@v${GATEWAY_API_VERSION}`,
      ],
      cwd: directory,
      context,
    }).catch(cause => {
      throw new ToolMissingError(howToGet, { cause });
    });
    const { Dir } = JSON.parse(answer) as { Dir: string };
    const path = join(directory, FILE);
    await writeFile(
      `${path}.new`,
      await joined(join(Dir, 'config', 'crd', 'standard')),
    );
    await rename(`${path}.new`, path);
    return { path };
  },
};
