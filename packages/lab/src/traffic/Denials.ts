import { CommandError } from '../apiserver/control/Command.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { DraftObject, KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import {
  INTENTIONS,
  type ServiceIntentions,
} from './access/consulIntentions.ts';
import { principalOf } from './access/istioPolicies.ts';
import {
  SERVER_AUTHORIZATIONS,
  SERVERS,
  type Server,
} from './access/linkerdPolicies.ts';
import type { ClusterView } from './ClusterView.ts';
import type { Callable } from './objectNames.ts';
import type { DataPlane } from './Place.ts';

const manager = 'lab';
const ISTIO: readonly DataPlane[] = ['istio-sidecar', 'ztunnel'];

interface End {
  view: ClusterView;
  callable: Callable;
}

/** Policies that were written to refuse a caller, to be taken back. */
export class Denials {
  private undo: { cluster: string; run: () => void }[] = [];

  /** Answers with the object. Throws CommandError where no mesh could tell the caller, or nothing guards the callee. */
  deny(caller: End, callee: End): string {
    const planes = ISTIO.concat('consul', 'linkerd').filter(plane =>
      callee.callable.places.some(place => place.planes.has(plane)),
    );
    const { namespace, name } = callee.callable;
    if (planes.length === 0)
      throw new CommandError(
        `${namespace}/${name} in ${callee.view.name} is in no mesh, so nothing there can refuse a caller.`,
      );
    const [plane] = planes;
    const same = ISTIO.includes(plane) ? ISTIO : [plane];
    const known = caller.callable.places.some(place =>
      same.some(other => place.planes.has(other)),
    );
    if (!known)
      throw new CommandError(
        `${caller.callable.namespace}/${caller.callable.name} in ${caller.view.name} is not in the mesh of ${namespace}/${name}, which cannot tell who it is.`,
      );
    if (ISTIO.includes(plane)) return this.byIstio(caller, callee);
    return plane === 'consul'
      ? this.byConsul(caller, callee)
      : this.byLinkerd(caller, callee);
  }

  /** Takes back what was written in a cluster, or everywhere. */
  withdraw(cluster?: string): void {
    const due = this.undo.filter(
      step => cluster === undefined || step.cluster === cluster,
    );
    this.undo = this.undo.filter(step => !due.includes(step));
    for (const { run } of due.reverse()) run();
  }

  private byIstio(caller: End, { view, callable }: End): string {
    const [server] = callable.places;
    const principals = [...new Set(caller.callable.places.map(principalOf))];
    const isService = view.service(callable.namespace, callable.name);
    const bound = isService?.service.status as
      | { conditions?: { type: string; status: string }[] }
      | undefined;
    const waypoint = bound?.conditions?.some(
      ({ type, status }) =>
        type === 'istio.io/WaypointBound' && status === 'True',
    );
    return this.create(view, 'authorizationpolicies.security.istio.io', {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: this.named(caller, callable),
      spec: {
        // For the server behind a waypoint that one is the caller.
        ...(waypoint
          ? {
              targetRefs: [{ group: '', kind: 'Service', name: callable.name }],
            }
          : { selector: { matchLabels: appLabel(server.end.labels) } }),
        action: 'DENY',
        rules: [{ from: [{ source: { principals } }] }],
      },
    });
  }

  private byConsul(caller: End, { view, callable }: End): string {
    const foreign = caller.view !== view;
    const name = caller.callable.name;
    const old = view
      .list<ServiceIntentions>(INTENTIONS)
      .find(({ spec }) => spec.destination.name === callable.name);
    const peers = old?.spec.sources.flatMap(({ peer }) => peer ?? []) ?? [];
    if (foreign && peers.length === 0)
      throw new CommandError(
        `No intention of ${callable.name} in ${view.name} speaks of a peer, so nobody there is let in.`,
      );
    const peer = foreign ? { peer: peers[0] } : {};
    const denied = { name, ...peer, action: 'deny' };
    if (!old)
      return this.create(view, INTENTIONS, {
        apiVersion: 'consul.hashicorp.com/v1alpha1',
        kind: 'ServiceIntentions',
        metadata: this.named(caller, callable),
        spec: { destination: { name: callable.name }, sources: [denied] },
      });
    const others = old.spec.sources.filter(
      source => source.name !== name || Boolean(source.peer) !== foreign,
    );
    return this.change<ServiceIntentions>(view, INTENTIONS, old, spec => {
      spec.sources = [...others, denied];
    });
  }

  /** Linkerd has no word for "not this one": everybody else of its mesh is let in instead. */
  private byLinkerd(caller: End, { view, callable }: End): string {
    const [server] = callable.places;
    const { namespace } = callable;
    const doors = view.list<Server>(SERVERS, namespace);
    const old = doors.find(({ spec }) =>
      Object.entries(spec.podSelector?.matchLabels ?? {}).every(
        ([key, value]) => server.end.labels[key] === value,
      ),
    );
    const metadata = this.named(caller, callable);
    const port = view.service(namespace, callable.name)?.service.spec
      .ports?.[0];
    const door = old
      ? this.change<Server>(view, SERVERS, old, spec => {
          spec.accessPolicy = 'deny';
        })
      : this.create(view, SERVERS, {
          apiVersion: 'policy.linkerd.io/v1beta3',
          kind: 'Server',
          metadata,
          spec: {
            podSelector: { matchLabels: appLabel(server.end.labels) },
            port: port?.targetPort ?? port?.name ?? port?.port ?? 'http',
            accessPolicy: 'deny',
          },
        });
    this.create(view, SERVER_AUTHORIZATIONS, {
      apiVersion: 'policy.linkerd.io/v1beta1',
      kind: 'ServerAuthorization',
      metadata,
      spec: {
        server: { name: old?.metadata.name ?? metadata.name },
        client: { meshTLS: { serviceAccounts: othersThan(caller, view) } },
      },
    });
    return door;
  }

  private named({ callable }: End, { namespace, name }: Callable) {
    return {
      namespace,
      name: `${name}-refuses-${callable.name}`.slice(0, 63),
      labels: { 'app.kubernetes.io/managed-by': manager },
    };
  }

  private create(
    { name, store }: ClusterView,
    resource: string,
    draft: DraftObject,
  ): string {
    const ref = refTo(resource, draft);
    if (!store.get(ref)) {
      store.create(resource, draft, { manager });
      this.undo.push({ cluster: name, run: () => remove(store, ref) });
    }
    return `${draft.kind} ${ref.namespace}/${ref.name}`;
  }

  private change<T extends KubeObject & { spec: object }>(
    { name, store }: ClusterView,
    resource: string,
    old: T,
    change: (spec: T['spec']) => void,
  ): string {
    const ref = refTo(resource, old);
    store.modify<T>(ref, object => change(object.spec), { manager });
    this.undo.push({
      cluster: name,
      run: () => {
        if (!store.get(ref)) return;
        store.modify<T>(ref, object => void (object.spec = old.spec), {
          manager,
        });
      },
    });
    return `${old.kind} ${ref.namespace}/${ref.name}`;
  }
}

function refTo(resource: string, { metadata }: DraftObject): ObjectRef {
  return {
    resource,
    namespace: metadata.namespace,
    name: metadata.name ?? '',
  };
}

function remove(store: Store, ref: ObjectRef): void {
  if (store.get(ref)) store.delete(ref);
}

/** The labels that tell an application, without those that controllers add. */
function appLabel(labels: Readonly<Record<string, string>>) {
  const keys = ['app', 'app.kubernetes.io/name', 'component'];
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) => keys.includes(key)),
  );
}

/** Who is in the mesh of the cluster, but for the caller. */
function othersThan({ callable }: End, view: ClusterView) {
  const refused = callable.places.map(({ end }) => accountOf(end));
  const accounts = new Map<string, { name: string; namespace: string }>();
  for (const { end, planes } of view.allPlaces())
    if (planes.has('linkerd') && !refused.includes(accountOf(end)))
      accounts.set(accountOf(end), {
        name: end.serviceAccount,
        namespace: end.namespace,
      });
  return [...accounts.values()];
}

function accountOf(end: { namespace: string; serviceAccount: string }): string {
  return `${end.namespace}/${end.serviceAccount}`;
}
