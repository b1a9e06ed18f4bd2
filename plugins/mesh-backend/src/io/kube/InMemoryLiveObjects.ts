import {
  objectKey,
  type ObjectRef,
  type Text,
} from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';
import type { KubernetesObject } from '../../core/requests/liveObject';
import type { LiveObject } from '../../core/requests/plan';
import type { LiveObjects } from './LiveObjects';
import { recordAt, stringAt } from './rawObject';

function groupOf(object: KubernetesObject): string {
  const version = String(object.apiVersion);
  return version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
}

/** Objects that are set by hand, by cluster. */
export class InMemoryLiveObjects implements LiveObjects {
  private readonly clusters = new Map<string, KubernetesObject[]>();
  private readonly failing = new Map<string, Text>();

  apply(cluster: string, ...objects: readonly KubernetesObject[]): this {
    const before = this.clusters.get(cluster) ?? [];
    this.clusters.set(cluster, [...before, ...objects]);
    return this;
  }

  /** As a cluster that does not answer. */
  fail(cluster: string, reason: Text): this {
    this.failing.set(cluster, reason);
    return this;
  }

  async get(ref: ObjectRef): Promise<LiveObject> {
    const reason = this.failing.get(ref.cluster);
    if (reason) return { state: 'unreadable', reason };
    const object = (this.clusters.get(ref.cluster) ?? []).find(
      one => objectKey(this.refOf(ref.cluster, one)) === objectKey(ref),
    );
    return object ? { state: 'found', object } : { state: 'missing' };
  }

  async list(
    { cluster, namespace }: { cluster: string; namespace: string },
    kind: WatchedKind,
  ): Promise<KindState> {
    const reason = this.failing.get(cluster);
    if (reason) return { status: 'stale', reason, items: [] };
    const items = (this.clusters.get(cluster) ?? [])
      .filter(
        one =>
          one.kind === kind.kind &&
          groupOf(one) === kind.group &&
          stringAt(recordAt(one, 'metadata'), 'namespace') === namespace,
      )
      .map(one => kind.schema.parse(one));
    return { status: 'live', items };
  }

  private refOf(cluster: string, object: KubernetesObject): ObjectRef {
    const metadata = recordAt(object, 'metadata');
    const namespace = stringAt(metadata, 'namespace');
    return {
      cluster,
      apiVersion: String(object.apiVersion),
      kind: String(object.kind),
      ...(namespace === undefined ? {} : { namespace }),
      name: stringAt(metadata, 'name') ?? '',
    };
  }
}
