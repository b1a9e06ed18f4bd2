import {
  type PodTemplate,
  type Workload,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import { LABEL_MTLS } from '../cilium/names';
import { INJECT, INJECTOR_WEBHOOK, PROXY_CONTAINER } from '../linkerd/names';
import type { World } from './facts';

/** Does Linkerd run here, and is it asked to take the workload's next pod too? */
export function asksForLinkerd(
  { snapshot }: World,
  { namespace, template }: Workload,
): boolean {
  const home = snapshot.namespace(namespace)?.metadata.annotations ?? {};
  const own = template.metadata.annotations[INJECT];
  const asked = own ?? home[INJECT] ?? '';
  return (
    ['enabled', 'ingress'].includes(asked) &&
    snapshot
      .kind(webhookConfigurationKind)
      .items.some(({ webhooks }) =>
        webhooks.some(({ name }) => name === INJECTOR_WEBHOOK),
      )
  );
}

function hasProxy({ containers, initContainers }: PodTemplate['spec']) {
  return [...containers, ...initContainers].some(
    ({ name }) => name === PROXY_CONTAINER,
  );
}

/** Has Linkerd some of the workload's pods already? */
export function linkerdHasPods({ pods }: Workload): boolean {
  return pods.some(({ spec }) => hasProxy(spec));
}

/** Does Cilium's own ztunnel run here, and is it asked to take the namespace's pods? */
export function asksForCilium(
  { snapshot }: World,
  { namespace }: Workload,
): boolean {
  return (
    snapshot.namespace(namespace)?.metadata.labels[LABEL_MTLS] === 'true' &&
    snapshot.workloads.some(
      ({ template }) => template.metadata.labels.app === 'ztunnel-cilium',
    )
  );
}
