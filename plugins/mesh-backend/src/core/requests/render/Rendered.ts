import type {
  ExactChange,
  FieldChange,
  ObjectRef,
  PlannedPhase,
  RequestForm,
  RequestFormOf,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot } from '@meshport/plugin-mesh-node';

/** A change before anybody has looked at the object as it is now. */
export interface RenderedChange {
  readonly object: ObjectRef;
  readonly operation: ExactChange['operation'];
  /** Without `value` the field is removed. */
  readonly fields: readonly Pick<FieldChange, 'path' | 'value'>[];
}

/** A phase before anybody has looked at what is there already. */
export interface RenderedPhase
  extends Pick<PlannedPhase, 'id' | 'title' | 'approval' | 'waitFor'> {
  readonly changes: readonly RenderedChange[];
}

/** By name, of the clusters of a form that are known. */
export type Snapshots = ReadonlyMap<string, ClusterSnapshot>;

/** What has to be done, in order, for a form of one kind; what is so already included. */
export type Render<Kind extends RequestForm['kind'] = RequestForm['kind']> = (
  form: RequestFormOf<Kind>,
  snapshots: Snapshots,
) => RenderedPhase[];
