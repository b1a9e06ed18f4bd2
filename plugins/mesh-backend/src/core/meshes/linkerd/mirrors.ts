import {
  type ClusterSnapshot,
  type MeshFragment,
  type Service,
  serviceKind,
} from '@meshport/plugin-mesh-node';
import {
  LOCAL_DISCOVERY,
  MIRROR_CLUSTER,
  MIRROR_OF,
  MIRRORED_SERVICE,
  REMOTE_DISCOVERY,
} from './names';

type ServiceFragment = NonNullable<MeshFragment['services']>[number];
type RemoteService = NonNullable<ServiceFragment['standsFor']>['of'][number];

const SYSTEM = 'linkerd';

/**
 * `cart.shop.svc.cluster.local` and, for a pod of a headless service,
 * `cart-0.cart.shop.svc.cluster.local` are of service `cart` in `shop`.
 */
function serviceOf(
  domainName: string | undefined,
): { readonly name: string; readonly namespace: string } | undefined {
  const parts = (domainName ?? '').split('.');
  const end = parts.indexOf('svc', 2);
  const [name, namespace] = parts.slice(end - 2, end);
  return end > 0 && name && namespace ? { name, namespace } : undefined;
}

/** Where the annotation is missing, the mirror is called `<service>-<cluster>`. */
function mirrorOf({ metadata }: Service, alias: string): RemoteService {
  const { name, namespace = '' } = metadata;
  const suffix = `-${alias}`;
  const known = serviceOf(metadata.annotations[MIRROR_OF]) ?? {
    name: name.endsWith(suffix) ? name.slice(0, -suffix.length) : name,
    namespace,
  };
  return { system: SYSTEM, alias, ...known };
}

/** Members of a federated service: `cart@west,cart@east`, and the one in this cluster. */
function membersOf({ metadata }: Service): RemoteService[] {
  const { namespace = '', annotations } = metadata;
  const remote = (annotations[REMOTE_DISCOVERY] ?? '')
    .split(',')
    .flatMap((member): RemoteService[] => {
      const [name, alias] = member.trim().split('@');
      return name && alias ? [{ system: SYSTEM, alias, namespace, name }] : [];
    });
  const local = annotations[LOCAL_DISCOVERY];
  return [
    ...remote,
    ...(local ? [{ system: SYSTEM, namespace, name: local }] : []),
  ];
}

function fragmentOf(service: Service): ServiceFragment[] {
  const { name, namespace = '', labels, annotations } = service.metadata;
  if (labels[MIRRORED_SERVICE] !== 'true') return [];
  const alias = labels[MIRROR_CLUSTER];
  if (alias) {
    const of = [mirrorOf(service, alias)];
    return [{ namespace, name, standsFor: { kind: 'mirror', of } }];
  }
  const isFederated =
    annotations[REMOTE_DISCOVERY] !== undefined ||
    annotations[LOCAL_DISCOVERY] !== undefined;
  return isFederated
    ? [
        {
          namespace,
          name,
          standsFor: { kind: 'federated', of: membersOf(service) },
        },
      ]
    : [];
}

/** Services that Linkerd made for those of other clusters, by the links' names for them. */
export function mirroredServices(snapshot: ClusterSnapshot): ServiceFragment[] {
  return snapshot.kind(serviceKind).items.flatMap(fragmentOf);
}
