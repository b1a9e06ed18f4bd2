import type { Admission } from '../apiserver/Store.ts';
import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import { nameSuffix } from '../simulation/chance.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
const prefix = 'kube-api-access-';

/**
 * What the API server's ServiceAccount admission adds to a new pod: the account's name and its token. It runs again
 * after webhooks, for the containers that they added.
 */
export const serviceAccountAdmission: Admission = request => {
  if (request.verb !== 'CREATE' || request.resource !== 'pods')
    return { object: request.object };
  const pod = request.object as Pod;
  pod.spec.serviceAccountName ??= 'default';
  pod.spec.serviceAccount ??= pod.spec.serviceAccountName;
  if (pod.spec.automountServiceAccountToken === false) return { object: pod };
  const known = pod.spec.volumes?.find(({ name }) =>
    String(name).startsWith(prefix),
  )?.name;
  const volume = known ? String(known) : volumeName(pod);
  for (const container of [
    ...(pod.spec.initContainers ?? []),
    ...pod.spec.containers,
  ])
    mount(container, volume);
  if (!known)
    pod.spec.volumes = [...(pod.spec.volumes ?? []), tokenVolume(volume)];
  return { object: pod };
};

function volumeName({ metadata }: Pod): string {
  const seed = `${metadata.namespace}/${metadata.name} token`;
  return `${prefix}${nameSuffix(5, seed)}`;
}

function mount(container: Container, volume: string): void {
  const mounts = (container.volumeMounts ?? []) as JsonObject[];
  if (mounts.some(m => m.mountPath === mountPath)) return;
  container.volumeMounts = [
    ...mounts,
    { mountPath, name: volume, readOnly: true },
  ];
}

function tokenVolume(name: string): JsonObject {
  return {
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        {
          configMap: {
            items: [{ key: 'ca.crt', path: 'ca.crt' }],
            name: 'kube-root-ca.crt',
          },
        },
        {
          downwardAPI: {
            items: [
              {
                fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
                path: 'namespace',
              },
            ],
          },
        },
      ],
    },
  };
}
