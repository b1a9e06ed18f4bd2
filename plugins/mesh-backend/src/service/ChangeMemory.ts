import type { ClusterSnapshot, Mesh } from '@meshport/plugin-mesh-node';
import {
  type ChangeBasis,
  changeBasis,
  changesBetween,
} from '../core/model/changesBetween';
import { newest, type RecordedChange } from '../core/model/changes';
import type { ClusterModel } from '../core/model/ClusterModel';
import type { NamespaceRules } from '../core/model/namespaces';
import type { Clock } from '../io/clock';

/** Beside numbers of the last day. */
const KEPT_MS = 24 * 3_600_000;

interface Remembered {
  readonly basis: ChangeBasis;
  readonly changes: readonly RecordedChange[];
}

/**
 * Remembers what objects do not tell themselves: that one was scaled, or is gone. Only
 * what happened while somebody looked is known, and of each namespace the newest.
 */
export class ChangeMemory {
  private readonly clusters = new WeakMap<object, Remembered>();

  constructor(
    private readonly options: {
      readonly meshes: readonly Mesh[];
      readonly namespaces: Pick<NamespaceRules, 'isIgnored'>;
      readonly clock: Clock;
    },
  ) {}

  /** The model with what was seen; `cluster` is the same object as long as it is watched. */
  remember(
    cluster: object,
    snapshot: ClusterSnapshot,
    model: ClusterModel,
  ): ClusterModel {
    const { meshes, namespaces, clock } = this.options;
    const now = clock.now();
    const before = this.clusters.get(cluster);
    const kinds = meshes.flatMap(mesh => mesh.kinds);
    const basis = changeBasis(snapshot, kinds, before?.basis);
    const at = new Date(now).toISOString();
    const seen = before ? changesBetween(before.basis, basis, at) : [];
    const changes = newest(
      [...seen, ...(before?.changes ?? [])].filter(
        change =>
          Date.parse(change.at) > now - KEPT_MS &&
          !namespaces.isIgnored(change.object.namespace ?? change.object.name),
      ),
    );
    this.clusters.set(cluster, { basis, changes });
    return changes.length === 0
      ? model
      : { ...model, changes: newest([...changes, ...(model.changes ?? [])]) };
  }
}
