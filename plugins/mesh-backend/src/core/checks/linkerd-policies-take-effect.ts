import type { Check } from '@meshport/plugin-mesh-node';
import { serverKind } from '../meshes/linkerd/kinds';
import { joinsLinkerd } from './engine/forms';
import { finding, found } from './engine/outcomes';

/**
 * A Server without an authorization refuses everybody, once there is a proxy to do so (Linkerd
 * docs, "Authorization policy").
 */
export const linkerdPoliciesTakeEffect: Check = {
  id: 'linkerd-policies-take-effect',
  title: 'Policies of Linkerd start to apply',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: [serverKind],
  appliesTo: (_, context) =>
    joinsLinkerd(context) &&
    context.namespace.asksFor.every(({ mesh }) => mesh !== 'linkerd'),
  evaluate: ({ cluster, namespace }, { snapshot }) =>
    found(
      snapshot
        .kind(serverKind)
        .items.filter(({ metadata }) => metadata.namespace === namespace)
        .map(({ metadata: { name } }) => {
          const apiVersion = 'policy.linkerd.io/v1beta3';
          return finding('linkerd-policies-take-effect', {
            subject: { cluster, apiVersion, kind: 'Server', namespace, name },
          });
        }),
    ),
};
