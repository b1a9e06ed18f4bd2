import {
  type Check,
  daemonSetKind,
  namespaceKind,
} from '@meshport/plugin-mesh-node';
import {
  installationOf,
  joinsWithProxies,
  meshOf,
  titleOf,
} from './engine/forms';
import { failsIf, namespaceOf } from './engine/outcomes';

/**
 * istio-init and linkerd-init need NET_ADMIN, which baseline and restricted forbid: no pod
 * would start (istio.io, "Install the Istio CNI node agent"; Linkerd docs, "CNI plugin").
 */
export const podSecurityForbidsInit: Check = {
  id: 'pod-security-forbids-init',
  title: 'Pod Security forbids the init container',
  severity: 'error',
  scope: 'namespace',
  audience: 'platform',
  needs: [namespaceKind, daemonSetKind],
  appliesTo: (_, context) => joinsWithProxies(context),
  evaluate: (subject, context) => {
    const { labels = {} } =
      context.snapshot.namespace(subject.namespace)?.metadata ?? {};
    const level = labels['pod-security.kubernetes.io/enforce'] ?? 'privileged';
    const hasCni = (installationOf(context)?.parts ?? []).some(
      ({ part }) => part === 'cni',
    );
    return failsIf(
      level !== 'privileged' && !hasCni,
      'pod-security-forbids-init',
      {
        subject: namespaceOf(subject),
        params: { level, mesh: titleOf(meshOf(context.form) ?? '') },
      },
    );
  },
};
