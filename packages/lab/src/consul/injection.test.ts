import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { Pod, PodSpec } from '../controllers/objects.ts';
import { aCluster, aNamespace } from '../testing/clusters.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { aConsul } from './consulFixture.ts';

const key = (name: string) => `consul.hashicorp.com/${name}`;
const INJECT = key('connect-inject');

interface Options {
  namespace?: string;
  annotations?: Record<string, string>;
  spec?: Partial<PodSpec>;
}

function aPod({ namespace = 'shop', annotations, spec }: Options): DraftObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'cart',
      namespace,
      labels: { app: 'cart' },
      annotations,
    },
    spec: {
      containers: [
        {
          name: 'app',
          image: 'example.test/app:1',
          ports: [{ containerPort: 8080 }],
        },
      ],
      ...spec,
    },
  };
}

/** A cluster with Consul and a namespace `shop`. */
function withConsul(
  flags: readonly string[] = [],
  labels: Record<string, string> = {},
): SimulatedCluster {
  return aCluster([...aConsul(flags), aNamespace('shop', labels)]);
}

function create({ store }: SimulatedCluster, options: Options): Pod {
  return store.create<Pod>('pods', aPod(options), { manager: 'test' });
}

const names = (pod: Pod) => ({
  init: (pod.spec.initContainers ?? []).map(c => c.name),
  main: pod.spec.containers.map(c => c.name),
});

const isInjected = (pod: Pod) =>
  pod.metadata.labels?.[key('connect-inject-status')] === 'injected';

const yes = { annotations: { [INJECT]: 'true' } };

describe('which pods get a proxy', () => {
  const cases: [string, readonly string[], Options, boolean][] = [
    ['no annotation', [], {}, false],
    ['no annotation, injected by default', ['-default-inject=true'], {}, true],
    ['annotation true', [], yes, true],
    [
      'annotation false, injected by default',
      ['-default-inject=true'],
      { annotations: { [INJECT]: 'false' } },
      false,
    ],
    ['namespace denied', ['-deny-k8s-namespace="shop"'], yes, false],
    ['namespace not allowed', ['-allow-k8s-namespace="other"'], yes, false],
    [
      'namespace allowed beside another',
      ['-allow-k8s-namespace="other"', '-allow-k8s-namespace="shop"'],
      yes,
      true,
    ],
    ['kube-system', [], { ...yes, namespace: 'kube-system' }, false],
    [
      'a status copied into the template',
      [],
      {
        annotations: { [INJECT]: 'true', [key('connect-inject-status')]: 'x' },
      },
      false,
    ],
  ];
  it.each(cases)('%s', (_title, flags, options, injected) => {
    const cluster = aCluster([
      ...aConsul(flags),
      aNamespace('shop'),
      aNamespace('kube-system'),
    ]);
    expect(isInjected(create(cluster, options))).toBe(injected);
  });

  it('refuses a pod whose annotation is neither true nor false', () => {
    const annotations = { [INJECT]: 'maybe' };
    expect(() => create(withConsul(), { annotations })).toThrow(
      'admission webhook "consul-connect-injector.consul.hashicorp.com" denied the request: error checking if should inject: strconv.ParseBool: parsing "maybe": invalid syntax',
    );
  });

  it("refuses a container that runs as the proxy's user", () => {
    const app = { name: 'app', image: 'example.test/app:1' };
    const containers = [{ ...app, securityContext: { runAsUser: 5995 } }];
    expect(() =>
      create(withConsul(), { ...yes, spec: { containers } }),
    ).toThrow('container "app" has runAsUser set to the same UID "5995"');
  });
});

describe('what a pod is given', () => {
  it('is a proxy before the application and an init container that waits for the registration', () => {
    const pod = create(withConsul(), yes);
    expect(names(pod)).toEqual({
      init: ['consul-connect-inject-init'],
      main: ['consul-dataplane', 'app'],
    });
    expect(pod.spec.containers[0].image).toBe(
      'hashicorp/consul-dataplane:2.0.3',
    );
  });

  it('is a native sidecar where the pod asks for one', () => {
    const pod = create(withConsul(), {
      annotations: {
        [INJECT]: 'true',
        [key('enable-consul-dataplane-as-sidecar')]: 'true',
      },
    });
    expect(names(pod)).toEqual({
      init: ['consul-connect-inject-init', 'consul-dataplane'],
      main: ['app'],
    });
  });

  it('is labels and annotations that say so, with the version of the injector', () => {
    const { annotations, labels } = create(withConsul(), yes).metadata;
    const { [key('original-pod')]: original, ...others } = annotations ?? {};
    expect(JSON.parse(original).spec.containers).toHaveLength(1);
    expect(others).toEqual({
      [INJECT]: 'true',
      [key('connect-inject-status')]: 'injected',
      [key('connect-k8s-version')]: 'v2.0.3',
      [key('consul-k8s-version')]: 'v2.0.3',
      [key('connect-service-port')]: '8080',
      [key('dual-stack')]: 'false',
      [key('transparent-proxy-status')]: 'enabled',
    });
    expect(labels).toMatchObject({
      [key('connect-inject-managed-by')]: 'consul-k8s-endpoints-controller',
      [key('connect-inject-status')]: 'injected',
    });
  });

  it('is no redirection where the namespace does without', () => {
    const labels = { [key('transparent-proxy')]: 'false' };
    const pod = create(withConsul([], labels), yes);
    expect(pod.metadata.annotations).not.toHaveProperty([
      key('transparent-proxy-status'),
    ]);
  });

  it('is an annotation for the CNI plugin instead of a privileged init container', () => {
    const pod = create(withConsul(['-enable-cni=true']), yes);
    expect(pod.metadata.annotations).toHaveProperty([
      key('redirect-traffic-config'),
    ]);
    expect(pod.spec.initContainers?.[0].securityContext).toMatchObject({
      capabilities: { drop: ['ALL'] },
    });
  });

  it('is metrics where the installation or the pod wants them', () => {
    const pod = create(withConsul(['-default-enable-metrics=true']), yes);
    expect(pod.metadata.annotations).toMatchObject({
      'prometheus.io/port': '20200',
      'prometheus.io/scrape': 'true',
    });
  });
});

describe('a pod that no Service selects', () => {
  const phase = ({ store }: SimulatedCluster) =>
    store.get<Pod>({ resource: 'pods', namespace: 'shop', name: 'cart' })
      ?.status;

  it('stays in its init container until there is one', () => {
    const cluster = withConsul();
    create(cluster, yes);
    cluster.timeline.runFor(120_000);
    expect(phase(cluster)).toMatchObject({
      phase: 'Pending',
      initContainerStatuses: [{ state: { running: {} } }],
    });
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'cart', namespace: 'shop' },
      spec: { selector: { app: 'cart' }, ports: [{ port: 80 }] },
    };
    cluster.store.create('services', service, { manager: 'test' });
    cluster.timeline.runFor(30_000);
    expect(phase(cluster)?.phase).toBe('Running');
  });
});

describe('an injector that is scaled to zero', () => {
  it('has new pods refused', () => {
    const cluster = withConsul();
    cluster.store.modify(
      {
        resource: 'deployments.apps',
        namespace: 'consul',
        name: 'consul-connect-injector',
      },
      copy => {
        copy.spec = { ...(copy.spec as object), replicas: 0 };
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(30_000);
    expect(() => create(cluster, {})).toThrow(
      'no endpoints available for service "consul-connect-injector"',
    );
  });
});
