import type { RequestFormOf } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Service,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import { ciliumAgentsOf } from '../../networks/ciliumAgents';
import {
  creationOf,
  namespaceRef,
  patchOf,
  phaseOf,
  serviceRef,
} from './changes';
import type { RenderedChange, RenderedPhase, Snapshots } from './Rendered';

/** Annotations of Cilium 1.19 and later; older spellings are taken away, never written. */
const NAMESPACE_GLOBAL = 'clustermesh.cilium.io/global';
const GLOBAL = 'service.cilium.io/global';
const SHARED = 'service.cilium.io/shared';
const SYNC = 'service.cilium.io/global-sync-endpoint-slices';
const OLD = ['io.cilium/global-service', 'io.cilium/shared-service'];

type Form = RequestFormOf<'service-export'> | RequestFormOf<'service-unexport'>;

function serviceIn(
  snapshot: ClusterSnapshot | undefined,
  { namespace, service }: Form,
): Service | undefined {
  return snapshot
    ?.kind(serviceKind)
    .items.find(
      ({ metadata }) =>
        metadata.namespace === namespace && metadata.name === service,
    );
}

/** Whether a namespace has to say that it takes part, because it does not by itself. */
function isLocal(
  snapshot: ClusterSnapshot | undefined,
  namespace: string,
): boolean {
  const said =
    snapshot?.namespace(namespace)?.metadata.annotations[NAMESPACE_GLOBAL];
  if (said !== undefined) return said !== 'true';
  const config = snapshot && ciliumAgentsOf(snapshot)?.config;
  return config?.['clustermesh-default-global-namespace'] === 'false';
}

function namespaces(form: Form, snapshots: Snapshots): RenderedChange[] {
  return [...new Set([...form.from, ...form.to])]
    .filter(name => isLocal(snapshots.get(name), form.namespace))
    .map(name =>
      patchOf(namespaceRef(name, form.namespace), 'annotations', {
        [NAMESPACE_GLOBAL]: 'true',
      }),
    );
}

/** A provider that was drained offers its endpoints again. */
function offered(
  cluster: string,
  form: Form,
  snapshots: Snapshots,
): RenderedChange {
  const service = serviceIn(snapshots.get(cluster), form);
  const isDrained = service?.metadata.annotations[SHARED] === 'false';
  return patchOf(serviceRef(cluster, form), 'annotations', {
    [GLOBAL]: 'true',
    ...(isDrained ? { [SHARED]: undefined } : {}),
  });
}

/** Ports and selector are those of the provider: it is the same Service everywhere. */
function consumed(
  cluster: string,
  form: Form,
  snapshots: Snapshots,
): RenderedChange[] {
  const ref = serviceRef(cluster, form);
  const annotations = { [GLOBAL]: 'true' };
  if (serviceIn(snapshots.get(cluster), form)) {
    return [patchOf(ref, 'annotations', annotations)];
  }
  const [provider] = form.from.flatMap(
    name => serviceIn(snapshots.get(name), form) ?? [],
  );
  if (!provider) return [];
  const { ports, selector, clusterIP } = provider.spec;
  const spec = {
    ...(clusterIP === undefined ? {} : { clusterIP }),
    ports: ports.map(({ name, port, protocol, appProtocol, targetPort }) => ({
      ...(name === undefined ? {} : { name }),
      port,
      protocol: protocol ?? 'TCP',
      ...(appProtocol === undefined ? {} : { appProtocol }),
      ...(targetPort === undefined ? {} : { targetPort }),
    })),
    selector,
  };
  return [
    creationOf(ref, {
      annotations: { ...annotations, [SHARED]: 'false' },
      spec,
    }),
  ];
}

/**
 * A global Service has to be one, under the same name, where it is offered and where it
 * is used; those that only use it share nothing.
 */
export function exportGlobally(
  form: RequestFormOf<'service-export'>,
  snapshots: Snapshots,
): RenderedPhase[] {
  const consumers = form.to.filter(name => !form.from.includes(name));
  return [
    {
      ...phaseOf('namespaces', 'namespaces-global'),
      changes: namespaces(form, snapshots),
    },
    {
      ...phaseOf('export', 'export', { waitFor: 'exported' }),
      changes: [
        ...form.from.map(name => offered(name, form, snapshots)),
        ...consumers.flatMap(name => consumed(name, form, snapshots)),
      ],
    },
  ];
}

/**
 * Remote callers first: `shared: false` takes the endpoints away from them alone. Only
 * when somebody has seen that nobody calls any more, the Services stop to be global.
 */
export function unexportGlobally(
  form: RequestFormOf<'service-unexport'>,
  snapshots: Snapshots,
): RenderedPhase[] {
  const consumers = form.to.filter(
    name => !form.from.includes(name) && serviceIn(snapshots.get(name), form),
  );
  const without = Object.fromEntries(
    [GLOBAL, SHARED, SYNC, ...OLD].map(key => [key, undefined]),
  );
  return [
    {
      ...phaseOf('drain', 'drain', { waitFor: 'drained' }),
      changes: form.from.map(name =>
        patchOf(serviceRef(name, form), 'annotations', { [SHARED]: 'false' }),
      ),
    },
    {
      ...phaseOf('unexport', 'unexport', {
        approval: 'own',
        waitFor: 'unexported',
      }),
      changes: [...form.from, ...consumers].map(name =>
        patchOf(serviceRef(name, form), 'annotations', without),
      ),
    },
  ];
}
