import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:https';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { UsageError } from '../cli/arguments.ts';
import { askLab, LabUnavailableError } from '../cli/askLab.ts';
import { LabStartError } from './listening.ts';
import { startLab, type RunningLab } from './startLab.ts';

const files = {
  'world/one/cluster.yaml':
    'name: one\ntitle: One\nkubernetesVersion: v1.33.5\n',
  'world/one/history.yaml':
    'steps: [{ at: 1d, manager: test, apply: [all.yaml] }]\n',
  'world/one/all.yaml': `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Node
metadata: { name: node-a }
spec: { podCIDR: 10.88.0.0/24 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: app, image: example.test/app:1 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`,
  'world/traffic.yaml': `
seed: test
flows:
  - id: pages
    from: { outside: visitors, cluster: one }
    to: { namespace: shop, name: web, port: 80 }
    rate: 40
    routes: [{ method: GET, path: /, ms: 5, failures: 0, bytes: [100, 900] }]
`,
  'catalog/shop.yaml': `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: web
  annotations: { meshport.io/services: shop/web }
spec: { type: service, lifecycle: production, owner: team }
`,
};

let source: string;
let directory: string;
let portBase: number;
let lab: RunningLab | undefined;

/** Whether the port could be listened on a moment ago. */
function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Free ports for the control API, the cluster, the sign-in and the forge. */
async function freePorts(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const all = [port, port + 1, port + 15, port + 19].map(isFree);
    if ((await Promise.all(all)).every(Boolean)) return port;
  }
}

beforeEach(async () => {
  source = mkdtempSync(join(tmpdir(), 'lab-'));
  directory = join(source, '.lab');
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(source, file)), { recursive: true });
    writeFileSync(join(source, file), content);
  }
  portBase = await freePorts();
});

afterEach(async () => {
  await lab?.stop();
  lab = undefined;
  rmSync(source, { recursive: true });
});

async function start(names: Record<string, string> = {}): Promise<RunningLab> {
  lab = await startLab({
    directory,
    worldDirectory: join(source, 'world'),
    catalogDirectory: join(source, 'catalog'),
    portalConfig: join(source, 'portal.yaml'),
    portBase,
    speed: 50,
    names,
    onError: error => {
      throw error;
    },
  });
  return lab;
}

/** Asks until the answer is that; the test's own time limit ends it. */
async function becomes<T>(
  question: () => Promise<T>,
  answer: T,
): Promise<void> {
  while ((await question()) !== answer) await pause(100);
}

interface PortalConfig {
  catalog: { locations: { type: string; target: string }[] };
  kubernetes: {
    clusterLocatorMethods: {
      clusters: {
        name: string;
        url: string;
        serviceAccountToken: string;
        caData: string;
      }[];
    }[];
  };
}

function portalConfig(): PortalConfig {
  return parse(readFileSync(join(directory, 'app-config.yaml'), 'utf8'));
}

/** A request with the portal's account and trust, as the Kubernetes plugin makes it. */
function ask(
  path: string,
  method = 'GET',
): Promise<{ status: number; body: { items: unknown[] } }> {
  const [cluster] = portalConfig().kubernetes.clusterLocatorMethods[0].clusters;
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${cluster.serviceAccountToken}` };
    const ca = Buffer.from(cluster.caData, 'base64');
    const outgoing = request(
      `${cluster.url}${path}`,
      { method, headers, ca },
      response => {
        let text = '';
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('a lab that was started', () => {
  it('serves every cluster to the portal with an account that may only read', async () => {
    const { clusters } = await start();
    expect(clusters.map(cluster => cluster.name)).toEqual(['one']);
    const pods = await ask('/api/v1/namespaces/shop/pods');
    expect(pods.status).toBe(200);
    expect(pods.body.items).toHaveLength(3);
    expect((await ask('/api/v1/namespaces/shop', 'DELETE')).status).toBe(403);
  });

  it('gives its files to nobody else and points the portal at catalog files that are there', async () => {
    await start();
    for (const file of [
      'kubeconfig',
      'app-config.yaml',
      'credentials.json',
      'lab.json',
    ]) {
      expect(statSync(join(directory, file)).mode % 0o1000).toBe(0o600);
    }
    const targets = portalConfig().catalog.locations.map(
      location => location.target,
    );
    expect(targets.length).toBeGreaterThan(0);
    expect(targets.every(target => statSync(target).isFile())).toBe(true);
  });

  it('keeps certificate and tokens over a restart, and makes new ones if they are unreadable', async () => {
    await start();
    const before = readFileSync(join(directory, 'kubeconfig'), 'utf8');
    await lab?.stop();
    await start();
    expect(readFileSync(join(directory, 'kubeconfig'), 'utf8')).toBe(before);
    await lab?.stop();
    writeFileSync(join(directory, 'credentials.json'), '{"certif');
    await start();
    expect(readFileSync(join(directory, 'kubeconfig'), 'utf8')).not.toBe(
      before,
    );
    expect((await ask('/version')).status).toBe(200);
  });

  it('has other names where it is told so, in the catalog too', async () => {
    const { clusters } = await start({
      one: 'c1',
      web: 'w1',
    });
    expect(clusters.map(cluster => cluster.name)).toEqual(['c1']);
    const catalog = portalConfig().catalog.locations.map(({ target }) =>
      readFileSync(target, 'utf8'),
    );
    expect(catalog.join()).toContain('shop/w1');
    expect(catalog.join()).not.toContain('name: web');
  });

  it('overrides what the portal says about clusters by name where they have others', async () => {
    writeFileSync(
      join(source, 'portal.yaml'),
      `
mesh:
  clusterSets: [{ name: production, clusters: [one] }]
  clusters: { one: { displayName: Number one } }
`,
    );
    const unrenamed = parse(readFileSync((await start()).appConfig, 'utf8'));
    expect(unrenamed.mesh).not.toHaveProperty('clusters');
    await lab?.stop();
    const renamed = parse(
      readFileSync((await start({ one: 'first' })).appConfig, 'utf8'),
    );
    expect(renamed.mesh).toMatchObject({
      clusterSets: [{ name: 'production', clusters: ['first'] }],
      clusters: { first: { displayName: 'Number first' } },
    });
  });
});

describe('a lab whose cluster follows a repository', () => {
  const flux = `
apiVersion: v1
kind: Namespace
metadata: { name: flux-system }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, ref: { branch: main }, url: 'https://git.example.com/platform/fleet.git' }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: docs, namespace: flux-system }
spec:
  interval: 10m
  path: ./clusters/one/docs
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: source-controller, namespace: flux-system }
spec:
  selector: { matchLabels: { app: source-controller } }
  template:
    metadata: { labels: { app: source-controller } }
    spec: { containers: [{ name: manager, image: example.test/source:1 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: kustomize-controller, namespace: flux-system }
spec:
  selector: { matchLabels: { app: kustomize-controller } }
  template:
    metadata: { labels: { app: kustomize-controller } }
    spec: { containers: [{ name: manager, image: example.test/kustomize:1 }] }
`;
  const namespace =
    '# Ask first.\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: docs\n';
  const write = (file: string, content: string) => {
    mkdirSync(dirname(join(source, file)), { recursive: true });
    writeFileSync(join(source, file), content);
  };
  const kubeconfig = () =>
    parse(readFileSync(join(directory, 'kubeconfig'), 'utf8'));
  const getNamespace = () =>
    new Promise<string>((resolve, reject) => {
      const [{ cluster }] = kubeconfig().clusters;
      const { token } = kubeconfig().users[0].user;
      const url = `${cluster.server}/api/v1/namespaces/docs`;
      const headers = { authorization: `Bearer ${token}` };
      request(url, { headers, rejectUnauthorized: false }, response => {
        let text = '';
        response.on('data', chunk => {
          text += String(chunk);
        });
        response.on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });

  beforeEach(() => {
    write(
      'world/one/cluster.yaml',
      'name: one\ntitle: One\nkubernetesVersion: v1.33.5\nserves: [flux]\n',
    );
    write('world/one/flux.yaml', flux);
    write(
      'world/one/history.yaml',
      `steps:
  - { at: 2d, manager: test, apply: [all.yaml, flux.yaml] }
  - { at: 1d, sync: [docs] }
`,
    );
    write('fleet/clusters/one/docs/namespace.yaml', namespace);
  });

  it('gets what is merged at its forge, within seconds', async () => {
    const { forge } = await start();
    const credentials = JSON.parse(
      readFileSync(join(directory, 'credentials.json'), 'utf8'),
    );
    const api = `${forge}/api/v3/repos/platform/fleet`;
    const call = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`${api}${path}`, {
        method,
        headers: { authorization: `token ${credentials.forge}` },
        body: body && JSON.stringify(body),
      });
      return answer.json();
    };
    const path = '/contents/clusters/one/docs/namespace.yaml';
    const { sha } = await call('GET', path);
    const head = await call('GET', '/git/ref/heads/main');
    await call('POST', '/git/refs', {
      ref: 'refs/heads/labels',
      sha: head.object.sha,
    });
    await call('PUT', path, {
      message: 'Labels',
      branch: 'labels',
      sha,
      content: Buffer.from(`${namespace}  labels: { a: b }\n`).toString(
        'base64',
      ),
    });
    expect(await getNamespace()).not.toContain('"a":"b"');
    const pull = { title: 'Labels', head: 'labels', base: 'main' };
    const { number } = await call('POST', '/pulls', pull);
    await call('PUT', `/pulls/${number}/merge`, {});
    const end = Date.now() + 15_000;
    let seen = '';
    while (!seen.includes('"a":"b"') && Date.now() < end)
      seen = await getNamespace();
    expect(JSON.parse(seen).metadata.labels).toEqual({
      a: 'b',
      'kubernetes.io/metadata.name': 'docs',
      'kustomize.toolkit.fluxcd.io/name': 'docs',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
  });

  it('tells the portal where the forge is, and how changes get into other clusters', async () => {
    const { forge, appConfig } = await start();
    const config = parse(readFileSync(appConfig, 'utf8'));
    const { host } = new URL(forge ?? '');
    expect(config.integrations.github).toEqual([
      { host, apiBaseUrl: `${forge}/api/v3`, token: expect.any(String) },
    ]);
    expect(config.mesh.requests.deliveries).toEqual([]);
    expect(readFileSync(appConfig, 'utf8')).toContain(
      `repoUrl: ${host}?owner=platform&repo=fleet`,
    );
  });

  it('has what is in the repository without git too, and no forge', async () => {
    const { PATH } = process.env;
    process.env.PATH = source;
    try {
      const { forge, appConfig } = await start();
      expect(forge).toBeUndefined();
      expect(await getNamespace()).toContain('"name":"docs"');
      const config = parse(readFileSync(appConfig, 'utf8'));
      expect(config.integrations).toBeUndefined();
      await expect(askLab(directory, 'forge', ['down'])).rejects.toThrow(
        'This lab has no forge: it needs git 2.38 or newer in the PATH.',
      );
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('can lose its forge for a while', async () => {
    await start();
    const message = await askLab(directory, 'forge', ['down']);
    expect(String(message)).toContain('503');
    expect((await fetch(lab?.forge ?? '')).status).toBe(503);
    await askLab(directory, 'forge', ['heal']);
    expect((await fetch(lab?.forge ?? '')).status).toBe(200);
  });
});

describe('people to sign in as', () => {
  const user = `
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: platform }
spec: { profile: { displayName: Petra, email: petra@example.test } }
`;
  const authConfig = () =>
    (
      parse(readFileSync(join(directory, 'app-config.yaml'), 'utf8')) as {
        auth?: {
          session: { secret: string };
          providers: {
            oidc: { development: { metadataUrl: string; clientId: string } };
          };
        };
      }
    ).auth;

  it('are those that the catalog has; the portal finds the provider and keeps its secrets over a restart', async () => {
    writeFileSync(join(source, 'catalog/people.yaml'), user);
    const { signIn } = await start();
    const auth = authConfig();
    const { metadataUrl } = auth?.providers.oidc.development ?? {};
    const metadata = await fetch(metadataUrl ?? '');
    expect(await metadata.json()).toMatchObject({
      issuer: signIn,
      token_endpoint: `${signIn}/token`,
    });
    await lab?.stop();
    await start();
    expect(authConfig()).toEqual(auth);
  });

  it('need no provider where there are none', async () => {
    const { signIn } = await start();
    expect(signIn).toBeUndefined();
    expect(authConfig()).toBeUndefined();
  });

  it('cannot sign in at a port that is taken, which is named', async () => {
    writeFileSync(join(source, 'catalog/people.yaml'), user);
    const other = createServer();
    await new Promise<void>(resolve => {
      other.listen(portBase + 15, '127.0.0.1', resolve);
    });
    const started = start();
    await expect(started).rejects.toThrow(LabStartError);
    await expect(started).rejects.toThrow(
      `Port ${portBase + 15}, which the sign-in of the lab would listen on`,
    );
    await new Promise(resolve => {
      other.close(resolve);
    });
  });
});

describe('commands', () => {
  it('break a cluster and mend it', async () => {
    await start();
    expect(await askLab(directory, 'fail', ['one', '500'])).toMatch(
      /^one answers 500 .*\n {2}See: {3}.*\n {2}Undo: {2}npm run lab -- heal one$/,
    );
    expect((await ask('/api/v1/pods')).status).toBe(500);
    expect(await askLab(directory, 'status', [])).toContain(
      '"failStatus": 500',
    );
    await askLab(directory, 'heal', []);
    expect((await ask('/api/v1/pods')).status).toBe(200);
  });

  it('change workloads', async () => {
    await start();
    expect(
      await askLab(directory, 'kill-pods', ['one', 'shop/web', '2']),
    ).toContain('2 of 3 pods');
    expect(
      await askLab(directory, 'scale', ['one', 'shop/web', '5']),
    ).toContain('5 replicas');
    expect(
      (await ask('/apis/apps/v1/namespaces/shop/deployments/web')).body,
    ).toMatchObject({ spec: { replicas: 5 } });
  });

  it('change the traffic, of which the ledger tells', async () => {
    await start();
    const lastSecond = async () => {
      const table = await askLab(directory, 'ledger', ['1s']);
      return /(\S+) %.*visitors -> one\/shop\/web http/.exec(table)?.[1];
    };
    await becomes(lastSecond, '0.0');
    expect(
      await askLab(directory, 'burst', ['one', 'shop/web', '100']),
    ).toContain('fails 100 % of its requests');
    await becomes(lastSecond, '100.0');
    await askLab(directory, 'heal', []);
    await becomes(lastSecond, '0.0');
  });

  it.each([
    ['explode', ['one'], 'There is no command "explode". Say one of: hang,'],
    ['hang', [], 'Name a cluster. Clusters: one.'],
    ['hang', ['nowhere'], 'There is no cluster "nowhere". Clusters: one.'],
    [
      'fail',
      ['one', 'often'],
      'STATUS has to be a whole number from 400 to 599',
    ],
    [
      'scale',
      ['one', 'shop/nothing', '1'],
      'There is no workload "shop/nothing". Workloads:',
    ],
    ['scale', ['one', 'shop/web'], 'N has to be a whole number from 0 to 500'],
    ['kill-pods', ['one'], 'Name a workload as NS/NAME'],
    ['burst', ['one', 'shop/web', '101'], 'PERCENT has to be a whole number'],
    ['ledger', ['1d'], 'TIME has to be such as 30s, 5m or 1h, not "1d"'],
    ['ledger', ['1m', '2m'], '"ledger" takes one argument.'],
  ])(
    '%s %p is refused with the allowed values',
    async (command, args, problem) => {
      await start();
      const answer = askLab(directory, command, args);
      await expect(answer).rejects.toThrow(UsageError);
      await expect(answer).rejects.toThrow(problem);
    },
  );

  it('say that no lab is running', async () => {
    await expect(askLab(directory, 'heal', [])).rejects.toThrow(
      LabUnavailableError,
    );
    await start();
    await lab?.stop();
    await expect(askLab(directory, 'heal', [])).rejects.toThrow(
      'No lab is running',
    );
  });
});

describe('a second lab with the folder of the first', () => {
  it('is refused, naming the process to end, and leaves everything as it was', async () => {
    await start();
    const before = readFileSync(join(directory, 'kubeconfig'), 'utf8');
    const first = lab;
    portBase = await freePorts();
    const second = start();
    await expect(second).rejects.toThrow(LabStartError);
    await expect(second).rejects.toThrow(`kill ${process.pid}`);
    expect(lab).toBe(first);
    expect(readFileSync(join(directory, 'kubeconfig'), 'utf8')).toBe(before);
    expect(await askLab(directory, 'status', [])).toContain('"one"');
  });

  it('starts when the first was killed and could not clean up', async () => {
    mkdirSync(directory);
    const { pid } = spawnSync(process.execPath, ['--version']);
    const left = { control: 'http://127.0.0.1:9', pid };
    writeFileSync(join(directory, 'lab.json'), JSON.stringify(left));
    await start();
    expect(await askLab(directory, 'status', [])).toContain('"one"');
  });

  it('starts when the id of the first belongs to another program by now', async () => {
    mkdirSync(directory);
    const left = { control: 'http://127.0.0.1:9', pid: process.pid };
    writeFileSync(join(directory, 'lab.json'), JSON.stringify(left));
    await start();
    expect(await askLab(directory, 'status', [])).toContain('"one"');
  });
});

describe('a port that is taken', () => {
  let other: Server | undefined;

  afterEach(
    () =>
      new Promise<void>(resolve => {
        if (other) other.close(() => resolve());
        else resolve();
      }),
  );

  it('is named, with how to choose others', async () => {
    await new Promise<void>(resolve => {
      other = createServer().listen(portBase + 1, '127.0.0.1', resolve);
    });
    const started = start();
    await expect(started).rejects.toThrow(LabStartError);
    await expect(started).rejects.toThrow(
      `Port ${
        portBase + 1
      }, which the cluster one of the lab would listen on, is taken. Stop what listens there, or choose other ports with --port-base N.`,
    );
  });

  it('leaves alone what another lab has announced in the folder', async () => {
    await new Promise<void>(resolve => {
      other = createServer().listen(portBase, '127.0.0.1', resolve);
    });
    mkdirSync(directory);
    const file = join(directory, 'lab.json');
    const announced = JSON.stringify({ control: 'http://127.0.0.1:9', pid: 1 });
    writeFileSync(file, announced);
    await expect(start()).rejects.toThrow(LabStartError);
    expect(readFileSync(file, 'utf8')).toBe(announced);
  });
});
