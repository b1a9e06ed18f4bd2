import type { Preflight, RequestForm } from '@meshport/plugin-mesh-common';
import { startWorld, type World } from '../harness/World';
import { LabShell } from './situations/LabShell';

/**
 * What requests would change and what speaks against them, on live clusters: written from the manifests of the lab. What
 * stops a request is brought about, and cleared by what the portal says.
 */
jest.setTimeout(240_000);

const PATIENCE = { timeoutMilliseconds: 60_000 };

let world: World;
let shell: LabShell;

beforeAll(async () => {
  world = await startWorld({
    name: 'preflight',
    clusters: ['infra', 'apps'],
    speed: 20,
  });
  shell = await LabShell.of(world.lab);
  // Flux makes both from the repository.
  const isThere = async (namespace: string) => {
    const { client } = world.portal.as('platform');
    const params = { cluster: 'apps', namespace };
    const { workloads } = await client.getNamespace({ params });
    return workloads.some(({ pods }) => pods > 0);
  };
  for (const namespace of ['wiki', 'notes']) {
    const isRunning = () => isThere(namespace).catch(() => false);
    await world.eventually(`${namespace} runs`, isRunning, PATIENCE);
  }
});

afterAll(() => world?.stop());

async function preflight(
  person: string,
  form: RequestForm,
): Promise<Preflight> {
  const { client } = world.portal.as(person);
  return client.preflight({ params: {}, body: { form } });
}

function onboard(
  namespace: string,
  profile: Extract<RequestForm, { kind: 'namespace-onboard' }>['profile'],
): RequestForm {
  return { kind: 'namespace-onboard', clusters: ['apps'], namespace, profile };
}

const AMBIENT = { mesh: 'istio', mode: 'ambient', waypoint: 'none' } as const;
const LINKERD = { mesh: 'linkerd', mode: 'sidecar' } as const;
const WIKI = onboard('wiki', AMBIENT);
const NOTES = onboard('notes', LINKERD);

function mirror(namespace: string, service: string): RequestForm {
  return {
    kind: 'service-export',
    mechanism: 'linkerd-mirror',
    ...{ namespace, service, from: ['infra'], to: ['apps'] },
  };
}

function idsOf(found: readonly { check: string }[]): string[] {
  return found.map(({ check }) => check).sort();
}

describe('what would change', () => {
  it('is one label for wiki, which Flux writes', async () => {
    const { phases, blockers, affects, undo } = await preflight(
      'dev-gitlab',
      WIKI,
    );
    expect(blockers).toEqual([]);
    expect(phases).toHaveLength(1);
    const [{ changes }] = phases;
    expect(changes).toMatchObject([
      {
        object: { cluster: 'apps', kind: 'Namespace', name: 'wiki' },
        writer: { kind: 'flux-kustomization' },
        operation: 'patch',
        fields: [
          {
            path: ['metadata', 'labels', 'istio.io/dataplane-mode'],
            value: 'ambient',
          },
        ],
      },
    ]);
    const lines = changes[0]?.diff.split('\n') ?? [];
    expect(lines.filter(line => /^[+-] /.test(line))).toEqual([
      '+    istio.io/dataplane-mode: ambient',
    ]);
    expect(affects.owners).toContain('group:default/team-gitlab');
    expect(affects.restarts).toEqual({ workloads: 0, pods: 0 });
    expect(undo.form).toMatchObject({ kind: 'namespace-offboard' });
  });

  it('is an annotation and a restart for notes, with what its proxy asks for', async () => {
    const { phases, blockers, affects } = await preflight('dev-gitlab', NOTES);
    expect(blockers).toEqual([]);
    expect(phases.map(({ id, approval }) => [id, approval])).toEqual([
      ['annotations', 'with-request'],
      ['restart', 'own'],
    ]);
    expect(affects.restarts).toEqual({ workloads: 1, pods: 1 });
    expect(affects.footprint).toMatchObject([
      { mesh: 'linkerd', part: 'proxies', pods: 1, cpuMillicores: 100 },
    ]);
  });

  it('is a label of a Service that a HelmRelease makes, for minio', async () => {
    const { phases, blockers } = await preflight(
      'platform',
      mirror('storage', 'minio'),
    );
    expect(blockers).toEqual([]);
    expect(phases.flatMap(({ changes }) => changes)).toMatchObject([
      {
        object: { cluster: 'infra', kind: 'Service', name: 'minio' },
        writer: { kind: 'flux-helm-release', name: 'minio' },
        fields: [
          { path: ['metadata', 'labels', 'mirror.linkerd.io/exported'] },
        ],
      },
    ]);
  });
});

describe('the order of changes', () => {
  it('has the waypoint of wiki before the label that leads to it', async () => {
    const profile = { ...AMBIENT, waypoint: 'service' } as const;
    const form = onboard('wiki', profile);
    const { phases, blockers } = await preflight('dev-gitlab', form);
    expect(blockers).toEqual([]);
    expect(phases.map(({ id, waitFor }) => [id, waitFor?.code])).toEqual([
      ['waypoint', 'waypoint-programmed'],
      ['labels', 'enrolled'],
    ]);
  });

  it('has the waypoint of gitlab last when the namespace leaves', async () => {
    const { phases } = await preflight('dev-gitlab', {
      ...{ kind: 'namespace-offboard', clusters: ['apps'] },
      ...{ namespace: 'gitlab', mesh: 'istio', mode: 'ambient' },
    });
    const told = phases.map(({ id, changes }) => [
      id,
      ...changes.map(({ operation }) => operation),
    ]);
    expect(told).toEqual([
      ['waypoint-off', 'patch'],
      ['labels', 'patch'],
      ['waypoint', 'delete'],
    ]);
  });
});

describe('what is refused', () => {
  it('for postgres-rw names the field of its operator', async () => {
    const { blockers } = await preflight(
      'platform',
      mirror('databases', 'postgres-rw'),
    );
    expect(idsOf(blockers)).toEqual(['writer-is-operator']);
    expect(blockers[0]?.text.message).toContain(
      'spec.inheritedMetadata of Cluster postgres',
    );
  });

  it('is what is so already, as gitlab in ambient mode', async () => {
    const form = onboard('gitlab', AMBIENT);
    const { blockers } = await preflight('dev-gitlab', form);
    expect(idsOf(blockers)).toContain('already-enrolled');
  });

  it('is two meshes at once', async () => {
    const form = onboard('mattermost', AMBIENT);
    const { blockers } = await preflight('platform', form);
    expect(idsOf(blockers)).toContain('conflicting-declarations');
  });
});

interface Obstacle {
  readonly check: string;
  readonly form: RequestForm;
  /** Brings it about. */
  readonly line: string;
  /** What the remedy says, as commands. */
  readonly remedy: string;
}

const APPS = 'kubectl --context apps';

function policy(rules: unknown): string {
  const object = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace: 'wiki' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [rules] },
  };
  return `echo '${JSON.stringify(object)}' | ${APPS} apply -f -`;
}

function cilium(data: Record<string, string>): string {
  const patch = JSON.stringify({ data });
  return `${APPS} -n kube-system patch configmap cilium-config --type merge -p '${patch}'`;
}

function suspend(is: boolean): string {
  const patch = JSON.stringify({ spec: { suspend: is } });
  const patched = `${APPS} -n flux-system patch --type merge -p '${patch}'`;
  return `${APPS} -n flux-system get kustomizations -o name | xargs ${patched}`;
}

const OBSTACLES: readonly Obstacle[] = [
  {
    check: 'cni-exclusive',
    form: WIKI,
    line: cilium({ 'cni-exclusive': 'true' }),
    remedy: cilium({ 'cni-exclusive': 'false' }),
  },
  {
    check: 'bpf-masquerade',
    form: WIKI,
    line: cilium({ 'enable-bpf-masquerade': 'true' }),
    remedy: cilium({ 'enable-bpf-masquerade': 'false' }),
  },
  {
    check: 'mesh-port-blocked',
    form: WIKI,
    line: policy({ ports: [{ protocol: 'TCP', port: 3000 }] }),
    remedy: policy({ ports: [{ protocol: 'TCP', port: 15008 }] }),
  },
  {
    check: 'probes-blocked',
    form: WIKI,
    line: policy({ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }),
    remedy: policy({ from: [{ ipBlock: { cidr: '169.254.7.127/32' } }] }),
  },
  {
    check: 'pod-security-forbids-init',
    form: onboard('wiki', LINKERD),
    line: 'true',
    remedy: `${APPS} label namespace wiki pod-security.kubernetes.io/enforce=privileged --overwrite`,
  },
  {
    check: 'writer-suspended',
    form: NOTES,
    line: suspend(true),
    remedy: suspend(false),
  },
];

describe('what stops a request', () => {
  it.each(OBSTACLES)('$check, and is cleared', async obstacle => {
    const { check, form, line, remedy } = obstacle;
    const isFound = async () =>
      idsOf((await preflight('platform', form)).blockers).includes(check);
    await shell.run(line);
    await world.eventually(`${check} is found`, isFound, PATIENCE);
    await shell.run(remedy);
    const isCleared = async () => !(await isFound());
    await world.eventually(`${check} is cleared`, isCleared, PATIENCE);
  });
});
