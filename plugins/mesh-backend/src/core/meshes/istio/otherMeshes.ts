import {
  type PodTemplate,
  type Workload,
  webhookConfigurationKind,
} from '@meshport/plugin-mesh-node';
import type { World } from './facts';
import { CILIUM_MTLS, LINKERD_INJECT } from './names';

const LINKERD_INJECTOR = 'linkerd-proxy-injector.linkerd.io';
const LINKERD_PROXY = 'linkerd-proxy';

/** Does Linkerd run here, and is it asked to take the workload's next pod too? */
export function asksForLinkerd(
  { snapshot }: World,
  { namespace, template }: Workload,
): boolean {
  const home = snapshot.namespace(namespace)?.metadata.annotations ?? {};
  const own = template.metadata.annotations[LINKERD_INJECT];
  const asked = own ?? home[LINKERD_INJECT] ?? '';
  return (
    ['enabled', 'ingress'].includes(asked) &&
    snapshot
      .kind(webhookConfigurationKind)
      .items.some(({ webhooks }) =>
        webhooks.some(({ name }) => name === LINKERD_INJECTOR),
      )
  );
}

function hasProxy({ containers, initContainers }: PodTemplate['spec']) {
  return [...containers, ...initContainers].some(
    ({ name }) => name === LINKERD_PROXY,
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
    snapshot.namespace(namespace)?.metadata.labels[CILIUM_MTLS] === 'true' &&
    snapshot.workloads.some(
      ({ template }) => template.metadata.labels.app === 'ztunnel-cilium',
    )
  );
}
