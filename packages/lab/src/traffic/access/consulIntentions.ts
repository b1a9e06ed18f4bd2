import type { KubeObject } from '../../apiserver/KubeObject.ts';
import { DENIED_L7, REFUSED, type Access, type Refusal } from './Access.ts';

export const INTENTIONS = 'serviceintentions.consul.hashicorp.com';
const DEFAULTS = 'servicedefaults.consul.hashicorp.com';

interface Permission {
  action: string;
  http?: {
    pathExact?: string;
    pathPrefix?: string;
    methods?: string[];
  };
}

interface IntentionSource {
  name: string;
  peer?: string;
  action?: string;
  permissions?: Permission[];
}

export interface ServiceIntentions extends KubeObject {
  spec: { destination: { name: string }; sources: IntentionSource[] };
}

interface ServiceDefaults extends KubeObject {
  spec: { mutualTLSMode?: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/** Intentions, the most specific first; and mutual TLS, unless the service allows calls without. */
export function refusedByConsul(access: Access): Refusal | undefined {
  const { server, mtls } = access;
  if (!server.planes.has('consul')) return undefined;
  // Calls past the mesh are not asked for their intention.
  if (!mtls) return isPermissive(access) ? undefined : REFUSED;
  const source = intentionFor(access);
  if (!source) return undefined;
  if (!source.permissions)
    return source.action === 'allow' ? undefined : DENIED_L7;
  const decision = source.permissions.find(({ http }) => fits(http, access));
  return decision?.action === 'allow' ? undefined : DENIED_L7;
}

function intentionFor(access: Access): IntentionSource | undefined {
  const { view, service, client, clientService, server } = access;
  const foreign = client && client.end.cluster !== server.end.cluster;
  const all = view.list<ServiceIntentions>(INTENTIONS);
  for (const destination of [service.name, '*'])
    for (const name of [clientService, '*'])
      for (const { spec } of all) {
        if (spec.destination.name !== destination) continue;
        const found = spec.sources.find(
          source =>
            source.name === name &&
            (name === '*' || Boolean(source.peer) === Boolean(foreign)),
        );
        if (found) return found;
      }
  return undefined;
}

function fits(http: Permission['http'], { method, path = '' }: Access) {
  if (!http) return true;
  const { methods, pathExact, pathPrefix } = http;
  if (methods && !methods.includes(method ?? '')) return false;
  if (pathExact !== undefined) return path === pathExact;
  return path.startsWith(pathPrefix ?? '');
}

/** As Consul knows it: a resource that is not synced says nothing. */
function isPermissive({ view, service }: Access): boolean {
  return view
    .list<ServiceDefaults>(DEFAULTS)
    .some(
      ({ metadata, spec, status }) =>
        metadata.name === service.name &&
        spec.mutualTLSMode === 'permissive' &&
        status?.conditions?.some(
          condition =>
            condition.type === 'Synced' && condition.status === 'True',
        ),
    );
}
