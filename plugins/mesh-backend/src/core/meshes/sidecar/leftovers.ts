import { type KnownReason, text } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  isReadable,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';

export interface LeftoverOptions {
  /** The mesh's name on pages. */
  readonly mesh: string;
  /** Custom resources that only this mesh brings. */
  readonly kinds: readonly WatchedKind[];
  /** Names of MutatingWebhookConfigurations that ask the mesh about pods. */
  readonly webhooks: readonly string[];
}

/** What an uninstalled mesh has left: CRDs that are served, and webhooks. */
export function leftoversOf(
  snapshot: ClusterSnapshot,
  { mesh, kinds, webhooks }: LeftoverOptions,
): KnownReason[] {
  const cluster = snapshot.cluster.name;
  const isServed = kinds.some(kind => {
    const state = snapshot.kind<unknown>(kind);
    return state.status !== 'absent' && isReadable(state);
  });
  const served: KnownReason = {
    code: 'crds-only',
    text: text('reason.crds-only.mesh', { mesh, cluster }),
    evidence: [],
  };
  return [
    ...(isServed ? [served] : []),
    ...webhooks.map(
      (name): KnownReason => ({
        code: 'crds-only',
        text: text('reason.crds-only.webhook', { mesh, cluster, name }),
        evidence: [
          {
            cluster,
            apiVersion: 'admissionregistration.k8s.io/v1',
            kind: 'MutatingWebhookConfiguration',
            name,
          },
        ],
      }),
    ),
  ];
}
