import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  missingRuleManifest,
  type ServiceInstance,
  type Source,
} from '@meshport/plugin-mesh-common';
import { parseAllDocuments } from 'yaml';
import { startKubeApiServer } from '../../../../scripts/kubernetes/KubeApiServer';
import { copyCluster, ISTIO_CLUSTER } from '../harness/copiedClusters';
import { ROOT } from '../harness/root';
import { startWorld, type World } from '../harness/World';

/**
 * What the portal may not read from its first moment on never becomes a fact: beside a cluster in which everything may be
 * read there is a copy of it for every kind that docs/rbac.yaml has watched, without that kind.
 */
jest.setTimeout(150_000);

const WHOLE = 'whole';

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** `pods`, `deployments.apps`: as sources call them. */
function watchedParts(): string[] {
  const text = readFileSync(join(ROOT, 'docs', 'rbac.yaml'), 'utf8');
  const roles = parseAllDocuments(text)
    .map(document => document.toJS() as { kind: string; rules?: Rule[] })
    .flatMap(({ rules = [] }) => rules);
  return roles
    .filter(({ verbs }) => verbs.includes('watch'))
    .flatMap(({ apiGroups: [group], resources }) =>
      resources.map(plural => (group ? `${plural}.${group}` : plural)),
    );
}

/** Not served by this cluster. What their loss makes of a model is tested with the recorded worlds (golden). */
const OF_OTHERS =
  /\.(cilium\.io|consul\.hashicorp\.com|(policy|multicluster)\.linkerd\.io|multicluster\.x-k8s\.io|projectcalico\.org)$/;
const SERVED = watchedParts().filter(
  part => part.endsWith('.crd.projectcalico.org') || !OF_OTHERS.test(part),
);

const CASES = [
  ...SERVED.map(part => [part]),
  // Without both, nothing says whether istiod runs.
  ['deployments.apps', 'endpointslices.discovery.k8s.io'],
].map(parts => ({
  parts,
  cluster: `without-${parts.map(part => part.split('.')[0]).join('-')}`,
}));

let world: World;
let folder: string;
/** Instances by `namespace/name`, by cluster. */
let instances: Map<string, Map<string, ServiceInstance>>;
let sources: Source[];

async function readInstances(): Promise<typeof instances> {
  const byCluster: typeof instances = new Map();
  for (const { set, namespace, name } of await world.portal.services()) {
    const params = { set, namespace, name };
    const { service } = await world.portal.client.getService({ params });
    for (const instance of service.instances) {
      const known = byCluster.get(instance.cluster) ?? new Map();
      byCluster.set(instance.cluster, known);
      known.set(`${namespace}/${name}`, instance);
    }
  }
  return byCluster;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'meshport-forbidden-'));
  const names = [WHOLE, ...CASES.map(one => one.cluster)];
  copyCluster({ cluster: ISTIO_CLUSTER, names, into: folder });
  world = await startWorld({
    name: 'forbidden',
    labArgs: ['--world', folder],
    beforePortal: async lab => {
      for (const one of CASES) {
        for (const part of one.parts) {
          await lab.command('forbid', one.cluster, part);
        }
      }
    },
  });
  const { items } = await world.portal.client.listClusters({ params: {} });
  sources = items.flatMap(item => item.sources);
  instances = await readInstances();
});

afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Claims {
  states: Set<string>;
  mTLS: Set<string>;
}

/** Everything that is said of a service: of itself and of its workloads. */
function claimsOf(instance: ServiceInstance): Claims {
  const entries = [instance, ...instance.workloads];
  return {
    states: new Set(
      entries.flatMap(({ membership }) =>
        membership.map(({ state, reasons }) =>
          // The sentences too: "nothing is running" is not "no workload is behind this service".
          state === 'unknown'
            ? state
            : [state, ...reasons.map(({ text }) => text.id)].join(' '),
        ),
      ),
    ),
    mTLS: new Set(entries.map(({ posture }) => posture.inbound)),
  };
}

function without(all: ReadonlySet<string>, allowed: ReadonlySet<string>) {
  return [...all].filter(one => one !== 'unknown' && !allowed.has(one));
}

it('the kinds are those that the portal asks for, and the whole cluster is read', () => {
  expect(CASES.length).toBeGreaterThan(8);
  const whole = instances.get(WHOLE);
  const states = [...(whole?.values() ?? [])]
    .flatMap(instance => [...claimsOf(instance).states])
    .map(claim => claim.split(' ')[0]);
  expect([...new Set(states)].sort()).toEqual(
    expect.arrayContaining([
      'enrolled',
      'idle',
      'opted-out',
      'pending-restart',
    ]),
  );
});

describe.each(CASES)('$cluster', ({ cluster, parts }) => {
  it('the missing rule is named', () => {
    const rows = sources.filter(row => row.cluster === cluster);
    for (const part of parts) {
      expect(rows.find(row => row.part === part)).toMatchObject({
        status: 'forbidden',
        reason: { id: 'part.missing-rule', params: { resource: part } },
      });
    }
  });

  it('nothing is said that is not said when everything can be read', () => {
    const wrong = [...(instances.get(cluster) ?? [])].flatMap(
      ([service, instance]) => {
        const whole = instances.get(WHOLE)?.get(service);
        if (!whole) return [`${service} is not there`];
        const allowed = claimsOf(whole);
        const claims = claimsOf(instance);
        return [
          ...without(claims.states, allowed.states),
          ...without(claims.mTLS, allowed.mTLS),
        ].map(claim => `${service} ${claim}`);
      },
    );
    expect(wrong).toEqual([]);
  });

  it('what is unknown says which rule is missing', () => {
    const unnamed = [...(instances.get(cluster) ?? [])].flatMap(
      ([service, { workloads }]) =>
        workloads
          .flatMap(({ membership }) => membership)
          .filter(({ state }) => state === 'unknown')
          .filter(
            ({ reasons: [reason] }) =>
              reason?.code !== 'input-unreadable' ||
              !parts.some(part => reason.text.message.includes(part)) ||
              !reason.fix?.manifest,
          )
          .map(
            ({ reasons: [reason] }) => `${service}: ${reason?.text.message}`,
          ),
    );
    expect(unnamed).toEqual([]);
  });
});

it('the printed rules are taken by a real API server, and allow what was missing', async () => {
  const rows = sources.flatMap(({ reason }) =>
    reason?.id === 'part.missing-rule' ? [reason] : [],
  );
  const manifests = rows.map(reason => missingRuleManifest(reason) ?? '');
  expect(manifests.filter(Boolean).length).toBeGreaterThanOrEqual(CASES.length);
  const user = String(rows[0].params.user);
  const real = await startKubeApiServer();
  try {
    const input = manifests.join('---\n');
    await real.kubectl(['apply', '-f', '-'], { input });
    for (const { params } of rows) {
      const { body } = await real.request(
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        {
          method: 'POST',
          body: {
            apiVersion: 'authorization.k8s.io/v1',
            kind: 'SubjectAccessReview',
            spec: {
              user,
              resourceAttributes: {
                group: String(params.group),
                resource: String(params.plural),
                verb: 'watch',
              },
            },
          },
        },
      );
      expect(body).toMatchObject({ status: { allowed: true } });
    }
  } finally {
    await real.stop();
  }
});
