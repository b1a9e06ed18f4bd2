import type { KubeObject } from '../../apiserver/KubeObject.ts';
import { selects } from '../../controllers/selectors.ts';
import type { LabelSelector } from '../../controllers/objects.ts';
import { DENIED_L7, type Access, type Refusal } from './Access.ts';

export const SERVERS = 'servers.policy.linkerd.io';
export const SERVER_AUTHORIZATIONS = 'serverauthorizations.policy.linkerd.io';

export interface Server extends KubeObject {
  spec: {
    podSelector?: LabelSelector;
    port: string | number;
    accessPolicy?: string;
  };
}

interface ServerAuthorization extends KubeObject {
  spec: {
    server: { name?: string; selector?: LabelSelector };
    client: {
      unauthenticated?: boolean;
      meshTLS?: {
        unauthenticatedTLS?: boolean;
        identities?: string[];
        serviceAccounts?: { name: string; namespace?: string }[];
      };
    };
  };
}

const DEFAULT_POLICY = 'config.linkerd.io/default-inbound-policy';

/** The Server of the port with its ServerAuthorizations, else the default policy of the pod. */
export function refusedByLinkerd(access: Access): Refusal | undefined {
  const { server, view, mtls } = access;
  if (!server.planes.has('linkerd')) return undefined;
  const door = serverOf(access);
  const policy =
    door?.spec.accessPolicy ??
    (door ? 'deny' : server.annotations[DEFAULT_POLICY]) ??
    'all-unauthenticated';
  if (door && isAuthorized(door, access)) return undefined;
  if (policy === 'deny') return DENIED_L7;
  // That a client of the cluster's network is meant, and not any, makes no difference in the lab.
  const meshedOnly = policy.endsWith('-authenticated');
  return meshedOnly && !mtls ? DENIED_L7 : undefined;

  function isAuthorized(of: Server, call: Access): boolean {
    return view
      .list<ServerAuthorization>(SERVER_AUTHORIZATIONS, server.end.namespace)
      .some(
        ({ spec }) =>
          (spec.server.name === of.metadata.name ||
            (spec.server.selector &&
              selects(spec.server.selector, of.metadata.labels))) &&
          admits(spec.client, call),
      );
  }
}

function serverOf({ view, server, ports }: Access): Server | undefined {
  return view
    .list<Server>(SERVERS, server.end.namespace)
    .find(
      ({ spec }) =>
        ports.includes(spec.port) &&
        selects(spec.podSelector, server.end.labels),
    );
}

function admits(
  client: ServerAuthorization['spec']['client'],
  { client: caller, mtls }: Access,
): boolean {
  if (client.unauthenticated) return true;
  const { meshTLS } = client;
  if (!meshTLS || !mtls || !caller) return false;
  if (meshTLS.unauthenticatedTLS || meshTLS.identities?.includes('*'))
    return true;
  const { namespace, serviceAccount } = caller.end;
  return (meshTLS.serviceAccounts ?? []).some(
    account =>
      account.name === serviceAccount && account.namespace === namespace,
  );
}
