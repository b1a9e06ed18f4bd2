import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Pod } from '../controllers/objects.ts';
import type { InjectorConfig } from './injectorConfig.ts';
import {
  PROXY,
  injectionRecord,
  proxyArguments,
  proxyEnvironment,
  proxyImage,
  proxyMounts,
  proxyProbes,
  proxyVolumes,
} from './proxyContainer.ts';
import { prometheusAnnotations } from './sidecarTemplate.ts';
import { workloadIdentity } from './workloadIdentity.ts';

/**
 * A gateway installed by Helm brings a container `istio-proxy` with the image `auto`; the injector completes it
 * (template `gateway`), and there is nothing to redirect and no application.
 */
export function injectGateway(pod: Pod, config: InjectorConfig): Pod {
  const identity = workloadIdentity(pod);
  pod.spec.containers = pod.spec.containers.map(container => {
    if (container.name !== PROXY) return container;
    return {
      ...container,
      args: proxyArguments('router', config),
      env: proxyEnvironment(pod, config, identity),
      image: proxyImage(config),
      imagePullPolicy: config.values.global.imagePullPolicy ?? 'IfNotPresent',
      readinessProbe: proxyProbes().readinessProbe,
      volumeMounts: [
        ...proxyMounts(),
        ...((container.volumeMounts ?? []) as JsonObject[]),
      ],
    };
  });
  pod.spec.volumes = [...proxyVolumes(), ...(pod.spec.volumes ?? [])];
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    'istio.io/rev': config.revision,
    ...prometheusAnnotations(),
    'sidecar.istio.io/status': injectionRecord(config.revision, {
      initContainers: [],
      containers: [PROXY],
    }),
  };
  pod.metadata.labels = {
    ...pod.metadata.labels,
    'service.istio.io/canonical-name': identity.canonicalName,
    'service.istio.io/canonical-revision': identity.canonicalRevision,
  };
  return pod;
}
