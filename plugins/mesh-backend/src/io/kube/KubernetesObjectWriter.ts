import { text, type ObjectRef } from '@meshport/plugin-mesh-common';
import type { WriteIdentity } from '../../config/requestsConfig';
import type { Clock } from '../clock';
import {
  callKubernetesPlugin,
  type KubernetesPluginServices,
} from './callKubernetesPlugin';
import { withDeadline } from './deadline';
import type { ObjectWriter, Written } from './ObjectWriter';
import { UnreachableError } from './requestErrors';

const DEADLINE_MILLISECONDS = 10_000;

/** Of restarts alone: whoever applies the rest of the object does not take it back. */
const RESTART_MANAGER = 'meshport-restart';

/** Statuses with which an API server says that it has written nothing. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  422: 'invalid',
};

function pathOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  // The three kinds that are restarted form their plural alike.
  const plural = `${kind.toLocaleLowerCase('en-US')}s`;
  const at = encodeURIComponent(namespace);
  return `/apis/${apiVersion}/namespaces/${at}/${plural}/${encodeURIComponent(
    name,
  )}`;
}

function headersOf(identity: WriteIdentity): Record<string, string> {
  if ('token' in identity) {
    return { 'Backstage-Kubernetes-Authorization': `Bearer ${identity.token}` };
  }
  const { user, groups } = identity.impersonate;
  return {
    'Impersonate-User': user,
    ...(groups[0] === undefined ? {} : { 'Impersonate-Group': groups[0] }),
  };
}

/** Through the proxy of the portal's Kubernetes plugin, as the identity for writing. */
export class KubernetesObjectWriter implements ObjectWriter {
  constructor(
    private readonly options: {
      readonly services: KubernetesPluginServices;
      readonly clock: Clock;
      /** Undefined where nothing is configured for the cluster. */
      readonly identityOf: (cluster: string) => WriteIdentity | undefined;
    },
  ) {}

  async restart(
    ref: ObjectRef,
    { at, uid }: { readonly at: string; readonly uid?: string },
    signal: AbortSignal,
  ): Promise<Written> {
    const annotations = { 'kubectl.kubernetes.io/restartedAt': at };
    const body = {
      // An object of the same name that was made meanwhile is another one.
      ...(uid === undefined ? {} : { metadata: { uid } }),
      spec: { template: { metadata: { annotations } } },
    };
    return this.patch(ref, { body, manager: RESTART_MANAGER }, signal);
  }

  private async patch(
    ref: ObjectRef,
    { body, manager }: { body: object; manager: string },
    signal: AbortSignal,
  ): Promise<Written> {
    const { services, clock, identityOf } = this.options;
    const { cluster, kind, name } = ref;
    const identity = identityOf(cluster);
    if (!identity) {
      const reason = text('request.write.no-identity', { cluster });
      return { state: 'refused', reason };
    }
    const deadline = { clock, milliseconds: DEADLINE_MILLISECONDS, signal };
    const response = await withDeadline(deadline, ended =>
      callKubernetesPlugin(services, {
        method: 'PATCH',
        path: `/proxy${pathOf(ref)}?fieldManager=${manager}`,
        headers: {
          'Content-Type': 'application/merge-patch+json',
          'Backstage-Kubernetes-Cluster': cluster,
          ...headersOf(identity),
        },
        body: JSON.stringify(body),
        signal: ended,
      }),
    );
    if (response.ok) return { state: 'written' };
    const refusal = REFUSALS[response.status];
    if (refusal === undefined) {
      throw new UnreachableError('connection', `${response.status}`);
    }
    const reason = text(`request.write.${refusal}`, { kind, name, cluster });
    return { state: 'refused', reason };
  }
}
