import type { ToolLink } from '@meshport/plugin-mesh-common';
import type { CountedInstance } from './goldenOfInstance';

type Tool = Exclude<ToolLink['tool'], 'prometheus'>;

/** Addresses of tools, everywhere the same or by cluster; without a slash at the end. */
export type ToolAddresses = ReadonlyMap<
  Tool,
  string | Readonly<Record<string, string>>
>;

/** What links carry: a service in one cluster, as each tool names it. */
interface LinkTarget {
  readonly instance: CountedInstance;
  /** What systems call the cluster, by system. */
  readonly aliases: Readonly<Record<string, string>>;
}

const encode = encodeURIComponent;

/** `?a=b&c=d`; placeholders of the time stay as they are, values are encoded already. */
function query(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${name}=${value}`,
  );
  return `?${pairs.join('&')}`;
}

/** By what dashboards of the Istio add-on have as variables; a search where it has another id. */
function grafana(base: string, { instance, aliases }: LinkTarget): string {
  const { namespace, name, cluster } = instance;
  const values = {
    'var-service': encode(`${name}.${namespace}.svc.cluster.local`),
    // As the store's label says it, which is what such dashboards choose by.
    'var-cluster': encode(aliases.metrics ?? cluster),
    'var-namespace': encode(namespace),
    'var-workload': encode(instance.workloads[0]?.ref.name ?? name),
    from: '{fromMs}',
    to: '{toMs}',
  };
  const isDashboard = new URL(base).pathname.includes('/d/');
  return isDashboard
    ? `${base}${query(values)}`
    : `${base}/dashboards${query({ query: encode(name) })}`;
}

function kiali(base: string, { instance, aliases }: LinkTarget): string {
  const { namespace, name, cluster } = instance;
  const values = {
    clusterName: encode(aliases.istio ?? cluster),
    tab: 'in_metrics',
    duration: '{durationSeconds}',
  };
  return `${base}/console/namespaces/${encode(namespace)}/services/${encode(
    name,
  )}${query(values)}`;
}

/** Its filters know workloads, not services; several are separated by commas. */
function hubbleUi(base: string, { instance }: LinkTarget): string {
  const filters = instance.workloads.map(
    ({ ref }) => `either:workload=${ref.kind}:${ref.name}`,
  );
  return `${base}/${query({
    namespace: encode(instance.namespace),
    ...(filters.length > 0
      ? { 'flows-filter': encode(filters.join(',')) }
      : {}),
  })}`;
}

/** Proxies name themselves after the workload's `app`, mostly that of the service. */
function traced({ namespace, name }: CountedInstance): string {
  return `${name}.${namespace}`;
}

function jaeger(base: string, { instance }: LinkTarget): string {
  return `${base}/search${query({
    service: encode(traced(instance)),
    start: '{fromMicros}',
    end: '{toMicros}',
    limit: '20',
  })}`;
}

/** `base` is a Grafana, with the uid of its Tempo data source as `?datasource=`. */
function tempo(base: string, { instance }: LinkTarget): string {
  const { origin, pathname, searchParams } = new URL(base);
  const datasource = searchParams.get('datasource') ?? 'tempo';
  const filter = {
    id: 'service-name',
    tag: 'service.name',
    operator: '=',
    scope: 'resource',
    value: [traced(instance)],
    valueType: 'string',
  };
  const pane = {
    datasource,
    range: { from: 'FROM_MS', to: 'TO_MS' },
    queries: [
      {
        refId: 'A',
        datasource: { uid: datasource, type: 'tempo' },
        queryType: 'traceqlSearch',
        tableType: 'traces',
        filters: [filter],
      },
    ],
  };
  const panes = encode(JSON.stringify({ a: pane }))
    .replace('FROM_MS', '{fromMs}')
    .replace('TO_MS', '{toMs}');
  const path = pathname.replace(/\/+$/, '');
  return `${origin}${path}/explore${query({
    schemaVersion: '1',
    orgId: '1',
    panes,
  })}`;
}

const VIZ_KINDS: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
  Job: 'jobs',
  CronJob: 'cronjobs',
  ReplicaSet: 'replicasets',
};

function linkerdViz(base: string, { instance }: LinkTarget): string {
  const { namespace, name, workloads } = instance;
  const ref = workloads[0]?.ref;
  const kind = ref && VIZ_KINDS[ref.kind];
  const path = kind
    ? `${kind}/${encode(ref.name)}`
    : `services/${encode(name)}`;
  return `${base}/namespaces/${encode(namespace)}/${path}`;
}

function consulUi(base: string, { instance, aliases }: LinkTarget): string {
  const datacenter = aliases.consul ?? instance.cluster;
  return `${base}/ui/${encode(datacenter)}/services/${encode(
    instance.name,
  )}/topology`;
}

/** Which meshes' services a tool knows; undefined: whatever is in a mesh or not. */
const TOOLS: Readonly<
  Record<
    Tool,
    {
      readonly meshes?: readonly string[];
      readonly link: (base: string, target: LinkTarget) => string;
    }
  >
> = {
  grafana: { link: grafana },
  kiali: { meshes: ['istio'], link: kiali },
  hubbleUi: { link: hubbleUi },
  jaeger: { link: jaeger },
  tempo: { link: tempo },
  linkerdViz: { meshes: ['linkerd'], link: linkerdViz },
  consulUi: { meshes: ['consul'], link: consulUi },
};

/**
 * An instance in the tools that are configured and know it. Every segment is encoded;
 * the time is left to be filled in (see {@link ToolLink}).
 */
export function toolLinks(
  target: LinkTarget,
  addresses: ToolAddresses,
): ToolLink[] {
  const { cluster, membership } = target.instance;
  const meshes = membership.flatMap(({ mesh, pods }) =>
    pods.enrolled > 0 ? mesh : [],
  );
  return [...addresses].flatMap(([tool, address]) => {
    const base = typeof address === 'string' ? address : address[cluster];
    const { meshes: known, link } = TOOLS[tool];
    const isKnown = !known || known.some(mesh => meshes.includes(mesh));
    if (base === undefined || !isKnown) return [];
    return [{ tool, cluster, url: link(base, target) }];
  });
}
