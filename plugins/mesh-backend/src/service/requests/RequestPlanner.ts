import type { Preflight, RequestForm } from '@meshport/plugin-mesh-common';
import type { Reader } from '../../core/views/serviceAnswers';

/** Works a form out against the clusters as they are now. */
export interface RequestPlanner {
  /**
   * The hash and the ids of what was found are the same for everybody; callers that the
   * reader may not see have no name. Without a reader none has.
   */
  preflight(form: RequestForm, reader?: Reader): Promise<Preflight>;
}
