import type { Admission } from '../apiserver/Store.ts';
import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import { nameSuffix } from '../simulation/chance.ts';

const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';

/** What the API server's ServiceAccount admission adds to a new pod: the account's name and its token. */
export const serviceAccountAdmission: Admission = request => {
  if (request.verb !== 'CREATE' || request.resource !== 'pods')
    return { object: request.object };
  const pod = request.object as Pod;
  pod.spec.serviceAccountName ??= 'default';
  pod.spec.serviceAccount ??= pod.spec.serviceAccountName;
  if (pod.spec.automountServiceAccountToken === false) return { object: pod };
  const volume = `kube-api-access-${nameSuffix(
    5,
    `${pod.metadata.namespace}/${pod.metadata.name} token`,
  )}`;
  for (const container of [
    ...(pod.spec.initContainers ?? []),
    ...pod.spec.containers,
  ])
    mount(container, volume);
  pod.spec.volumes = [...(pod.spec.volumes ?? []), tokenVolume(volume)];
  return { object: pod };
};

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
