import type {
  MeshContract,
  MeshOperation,
  MeshResponse,
} from '@meshport/plugin-mesh-common';
import type { z } from 'zod';
import type { Reader } from '../core/views/serviceAnswers';

/** A validated request, with what the caller may see. */
export interface MeshRead<Operation extends MeshOperation> {
  readonly params: z.output<MeshContract[Operation]['params']>;
  readonly query: z.output<MeshContract[Operation]['query']>;
  readonly reader: Reader;
}

/** Undefined: there is no such thing, or the caller may not see it. */
type MeshAnswer<Operation extends MeshOperation> =
  | MeshResponse<Operation>
  | undefined;

/**
 * An answer to every operation of the contract: from memory, but for parts of the past
 * that only the metrics stores know.
 */
export type MeshAnswers = {
  readonly [Operation in MeshOperation]: (
    request: MeshRead<Operation>,
  ) => MeshAnswer<Operation> | Promise<MeshAnswer<Operation>>;
};

/** The read side of the plugin. */
export interface MeshReads extends MeshAnswers {
  /**
   * Equal as long as no answer of the operation can differ; cheap to ask. Undefined where
   * only the answer itself tells.
   */
  stateHash(operation: MeshOperation): string | undefined;
}
