import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { Pod, PodSpec, Service } from '../controllers/objects.ts';
import { hexDigest } from '../simulation/chance.ts';
import {
  activePods,
  aCluster,
  aNamespace,
  aWorkload,
} from '../testing/clusters.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { aLinkerd } from './linkerdFixture.ts';

const INJECT = 'linkerd.io/inject';
const anchors =
  '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const values = `
linkerdVersion: edge-26.8.3
identityTrustAnchorsPEM: |
  -----BEGIN CERTIFICATE-----
  MIIB
  -----END CERTIFICATE-----
`;

interface Options {
  namespace?: Record<string, string>;
  labels?: Record<string, string>;
  pod?: Record<string, string>;
  spec?: Partial<PodSpec>;
}

let created = 0;

function inNamespace(
  { store }: SimulatedCluster,
  annotations: Record<string, string> = {},
  labels: Record<string, string> = {},
): string {
  created += 1;
  const name = `test-${created}`;
  const draft = aNamespace(name, labels);
  draft.metadata.annotations = annotations;
  store.create('namespaces', draft, { manager: 'test' });
  return name;
}

function create(cluster: SimulatedCluster, options: Options): Pod {
  const namespace = inNamespace(cluster, options.namespace, options.labels);
  const draft: DraftObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop', namespace, annotations: options.pod },
    spec: {
      containers: [
        {
          name: 'app',
          image: 'example.test/app:1',
          ports: [{ containerPort: 8080 }],
        },
      ],
      ...options.spec,
    },
  };
  return cluster.store.create<Pod>('pods', draft, { manager: 'test' });
}

function names(pod: Pod) {
  return {
    init: (pod.spec.initContainers ?? []).map(c => c.name),
    main: pod.spec.containers.map(c => c.name),
  };
}

const isInjected = (pod: Pod) =>
  [...names(pod).init, ...names(pod).main].includes('linkerd-proxy');

function proxyOf(pod: Pod) {
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const proxy = all.find(container => container.name === 'linkerd-proxy');
  if (!proxy) throw new Error('The pod has no linkerd-proxy');
  return proxy;
}

function environmentOf(pod: Pod): Record<string, string> {
  const env = proxyOf(pod).env as { name: string; value: string }[];
  return Object.fromEntries(env.map(entry => [entry.name, entry.value]));
}

let linkerd: SimulatedCluster;
beforeAll(() => {
  linkerd = aCluster(aLinkerd(values));
});

describe('which pods get a proxy', () => {
  const app = { name: 'app', image: 'example.test/app:1' };
  const cases: [string, Options, boolean][] = [
    ['no annotation anywhere', {}, false],
    ['namespace enabled', { namespace: { [INJECT]: 'enabled' } }, true],
    ['namespace ingress', { namespace: { [INJECT]: 'ingress' } }, true],
    [
      'namespace enabled, pod disabled',
      { namespace: { [INJECT]: 'enabled' }, pod: { [INJECT]: 'disabled' } },
      false,
    ],
    ['pod enabled', { pod: { [INJECT]: 'enabled' } }, true],
    [
      'namespace disabled, pod enabled',
      { namespace: { [INJECT]: 'disabled' }, pod: { [INJECT]: 'enabled' } },
      true,
    ],
    ['namespace disabled', { namespace: { [INJECT]: 'disabled' } }, false],
    [
      'namespace with a word that means nothing',
      { namespace: { [INJECT]: 'true' }, pod: { [INJECT]: 'enabled' } },
      false,
    ],
    [
      'namespace with a label instead',
      { labels: { [INJECT]: 'enabled' } },
      false,
    ],
    [
      'host network',
      { pod: { [INJECT]: 'enabled' }, spec: { hostNetwork: true } },
      false,
    ],
    [
      'a proxy of Istio in it',
      {
        pod: { [INJECT]: 'enabled' },
        spec: { containers: [app, { ...app, name: 'istio-proxy' }] },
      },
      false,
    ],
    [
      'namespace outside the selector of the webhook',
      {
        labels: { 'config.linkerd.io/admission-webhooks': 'disabled' },
        namespace: { [INJECT]: 'enabled' },
      },
      false,
    ],
  ];
  it.each(cases)('%s', (_title, options, injected) => {
    expect(isInjected(create(linkerd, options))).toBe(injected);
  });
});

describe('what a pod is given', () => {
  const enabled = { namespace: { [INJECT]: 'enabled' } };

  it('is a native sidecar before its own init containers', () => {
    const own = { name: 'migrate', image: 'example.test/migrate:1' };
    const pod = create(linkerd, {
      ...enabled,
      spec: { initContainers: [own] },
    });
    expect(names(pod)).toEqual({
      init: ['linkerd-init', 'linkerd-proxy', 'migrate'],
      main: ['app'],
    });
    expect(proxyOf(pod)).toMatchObject({
      image: 'cr.l5d.io/linkerd/proxy:edge-26.8.3',
      restartPolicy: 'Always',
      startupProbe: { failureThreshold: 120 },
    });
  });

  it('is an ordinary container in front where the installation does without native sidecars', () => {
    const old = aCluster(
      aLinkerd(`${values}\nproxy: { nativeSidecar: false }`),
    );
    const pod = create(old, enabled);
    expect(names(pod)).toEqual({
      init: ['linkerd-init'],
      main: ['linkerd-proxy', 'app'],
    });
    expect(proxyOf(pod).restartPolicy).toBeUndefined();
  });

  it('is an ordinary container where the pod asks for one', () => {
    const pod = create(linkerd, {
      ...enabled,
      pod: { 'config.linkerd.io/proxy-enable-native-sidecar': 'false' },
    });
    expect(names(pod).main).toContain('linkerd-proxy');
  });

  it('is validated instead of redirected with the CNI plugin', () => {
    const cni = aCluster(aLinkerd(`${values}\ncniEnabled: true`));
    expect(names(create(cni, enabled)).init).toEqual([
      'linkerd-network-validator',
      'linkerd-proxy',
    ]);
  });

  it('says which proxy, which trust root and which control plane', () => {
    const { metadata } = create(linkerd, enabled);
    expect(metadata.annotations).toEqual({
      [INJECT]: 'enabled',
      'linkerd.io/created-by': 'linkerd/proxy-injector edge-26.8.3',
      'linkerd.io/proxy-version': 'edge-26.8.3',
      'linkerd.io/trust-root-sha256': hexDigest(anchors),
    });
    expect(metadata.labels).toEqual({
      'linkerd.io/control-plane-ns': 'linkerd',
      'linkerd.io/workload-ns': metadata.namespace,
    });
  });

  it('follows what the namespace and the pod say about proxies, the pod first', () => {
    const key = 'config.linkerd.io/default-inbound-policy';
    const memory = 'config.linkerd.io/proxy-memory-request';
    const pod = create(linkerd, {
      namespace: { [INJECT]: 'enabled', [key]: 'deny', [memory]: '40Mi' },
      pod: { [key]: 'all-authenticated' },
    });
    expect(pod.metadata.annotations).toMatchObject({
      [key]: 'all-authenticated',
      [memory]: '40Mi',
    });
    expect(environmentOf(pod).LINKERD2_PROXY_INBOUND_DEFAULT_POLICY).toBe(
      'all-authenticated',
    );
    expect(proxyOf(pod).resources).toEqual({ requests: { memory: '40Mi' } });
  });

  it('mounts the API token of the pod', () => {
    const mounts = proxyOf(create(linkerd, enabled)).volumeMounts as {
      mountPath: string;
    }[];
    expect(mounts.map(mount => mount.mountPath)).toEqual([
      '/var/run/linkerd/identity/end-entity',
      '/var/run/secrets/tokens',
      '/var/run/secrets/kubernetes.io/serviceaccount',
    ]);
  });
});

describe('opaque ports', () => {
  const key = 'config.linkerd.io/opaque-ports';

  it('are written to a Service whose target is on the list, in a namespace that is in no mesh', () => {
    const namespace = inNamespace(linkerd);
    const ports = [
      { name: 'db', port: 5000, targetPort: 5432 },
      { name: 'web', port: 3306, targetPort: 80 },
    ];
    const draft = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop', namespace },
      spec: { selector: { app: 'shop' }, ports },
    };
    const service = linkerd.store.create<Service>('services', draft, {
      manager: 'test',
    });
    expect(service.metadata.annotations).toEqual({ [key]: '5000' });
  });

  it('come from the namespace where it names some', () => {
    const pod = create(linkerd, { namespace: { [key]: '7000' } });
    expect(pod.metadata.annotations).toEqual({ [key]: '7000' });
  });
});

describe('Events about injection', () => {
  function eventsAbout(cluster: SimulatedCluster, name: string) {
    return cluster.store
      .list('events', { namespace: 'default' })
      .items.filter(
        event => (event.involvedObject as { name: string }).name === name,
      )
      .map(event => event.reason);
  }

  it('are told of the Deployment, and its pods carry its name', () => {
    const cluster = aCluster(aLinkerd(values));
    const draft = aWorkload({ name: 'cart', replicas: 1 });
    cluster.store.patch(
      { resource: 'namespaces', name: 'default' },
      {
        type: 'merge',
        body: { metadata: { annotations: { [INJECT]: 'enabled' } } },
      },
      { manager: 'test' },
    );
    cluster.store.create('deployments.apps', draft, { manager: 'test' });
    cluster.timeline.runFor(1_000);
    expect(eventsAbout(cluster, 'cart')).toContain('Injected');
    expect(activePods(cluster)[0].metadata.labels).toMatchObject({
      'linkerd.io/proxy-deployment': 'cart',
    });
  });

  it('say why a pod was left alone', () => {
    const cluster = aCluster(aLinkerd(values));
    const draft = aWorkload({ name: 'cart', replicas: 1 });
    cluster.store.create('deployments.apps', draft, { manager: 'test' });
    cluster.timeline.runFor(1_000);
    const skipped = cluster.store
      .list('events', { namespace: 'default' })
      .items.find(event => event.reason === 'InjectionSkipped');
    expect(skipped?.message).toBe(
      'Linkerd sidecar proxy injection skipped: neither the namespace nor the pod have the annotation "linkerd.io/inject:enabled"',
    );
  });
});

describe('an injector that is scaled to zero', () => {
  it('lets pods pass without a proxy, as its webhook says', () => {
    const cluster = aCluster(aLinkerd(values));
    cluster.store.modify(
      {
        resource: 'deployments.apps',
        namespace: 'linkerd',
        name: 'linkerd-proxy-injector',
      },
      copy => {
        copy.spec = { ...(copy.spec as object), replicas: 0 };
      },
      { manager: 'test' },
    );
    cluster.timeline.runFor(30_000);
    const pod = create(cluster, { namespace: { [INJECT]: 'enabled' } });
    expect(isInjected(pod)).toBe(false);
  });
});
