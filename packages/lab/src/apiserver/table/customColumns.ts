import type { KubeObject } from '../KubeObject.ts';
import { ageOf, at, objectsAt } from './fields.ts';

/** A column of a custom kind, as its definition declares it. */
interface CustomColumn {
  name: string;
  cell(object: KubeObject, now: Date): string;
}

const AGE: CustomColumn = {
  name: 'Age',
  cell: (o, now) => ageOf(o.metadata.creationTimestamp, now),
};

/** Lists are shown as JSON, what is not there as nothing. */
function field(name: string, ...path: readonly string[]): CustomColumn {
  return { name, cell: object => shown(at(object, ...path)) };
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function condition(
  name: string,
  type = name,
  part: 'status' | 'message' = 'status',
): CustomColumn {
  return {
    name,
    cell: object =>
      shown(
        objectsAt(object, 'status', 'conditions').find(c => c.type === type)?.[
          part
        ],
      ),
  };
}

/** An address of one type in a list of them. */
function address(name: string): CustomColumn {
  return {
    name,
    cell: object =>
      shown(
        objectsAt(object, 'spec', 'addresses').find(a => a.type === name)?.ip,
      ),
  };
}

const READY = [condition('Ready'), condition('Status', 'Ready', 'message')];
const HOSTNAMES = [field('Hostnames', 'spec', 'hostnames'), AGE];
const SYNCED = [
  condition('Synced'),
  field('Last Synced', 'status', 'lastSyncedTime'),
  AGE,
];

const CONSUL_KINDS = [
  'exportedservices',
  'meshes',
  'peeringacceptors',
  'peeringdialers',
  'proxydefaults',
  'servicedefaults',
  'serviceintentions',
  'serviceresolvers',
  'servicerouters',
  'servicesplitters',
];

/** What `kubectl get` prints of the kinds in `kinds/`, after the name; those that are not here have their age alone. */
export const CUSTOM_COLUMNS: Readonly<Record<string, readonly CustomColumn[]>> =
  {
    'gatewayclasses.gateway.networking.k8s.io': [
      field('Controller', 'spec', 'controllerName'),
      condition('Accepted'),
      AGE,
    ],
    'gateways.gateway.networking.k8s.io': [
      field('Class', 'spec', 'gatewayClassName'),
      {
        name: 'Address',
        cell: o => shown(objectsAt(o, 'status', 'addresses')[0]?.value),
      },
      condition('Programmed'),
      AGE,
    ],
    'httproutes.gateway.networking.k8s.io': HOSTNAMES,
    'grpcroutes.gateway.networking.k8s.io': HOSTNAMES,
    'peerauthentications.security.istio.io': [
      field('Mode', 'spec', 'mtls', 'mode'),
      AGE,
    ],
    'authorizationpolicies.security.istio.io': [
      field('Action', 'spec', 'action'),
      AGE,
    ],
    'destinationrules.networking.istio.io': [
      field('Host', 'spec', 'host'),
      AGE,
    ],
    'virtualservices.networking.istio.io': [
      field('Gateways', 'spec', 'gateways'),
      field('Hosts', 'spec', 'hosts'),
      AGE,
    ],
    'serviceentries.networking.istio.io': [
      field('Hosts', 'spec', 'hosts'),
      field('Location', 'spec', 'location'),
      field('Resolution', 'spec', 'resolution'),
      AGE,
    ],
    'serviceimports.multicluster.x-k8s.io': [
      field('Type', 'spec', 'type'),
      field('IP', 'spec', 'ips'),
      AGE,
    ],
    'kustomizations.kustomize.toolkit.fluxcd.io': [AGE, ...READY],
    'helmreleases.helm.toolkit.fluxcd.io': [AGE, ...READY],
    'gitrepositories.source.toolkit.fluxcd.io': [
      field('URL', 'spec', 'url'),
      AGE,
      ...READY,
    ],
    'helmrepositories.source.toolkit.fluxcd.io': [
      field('URL', 'spec', 'url'),
      AGE,
      ...READY,
    ],
    'ciliumendpoints.cilium.io': [
      field('Security Identity', 'status', 'identity', 'id'),
      field('Endpoint State', 'status', 'state'),
      {
        name: 'IPv4',
        cell: o =>
          shown(objectsAt(o, 'status', 'networking', 'addressing')[0]?.ipv4),
      },
    ],
    'ciliumnodes.cilium.io': [
      address('CiliumInternalIP'),
      address('InternalIP'),
      AGE,
    ],
    'ciliumnetworkpolicies.cilium.io': [AGE, condition('Valid')],
    ...Object.fromEntries(
      CONSUL_KINDS.map(plural => [`${plural}.consul.hashicorp.com`, SYNCED]),
    ),
  };
