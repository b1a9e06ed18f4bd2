import type { Preflight, RequestForm } from '@meshport/plugin-mesh-common';

/** Works a form out against the clusters as they are now. */
export interface RequestPlanner {
  preflight(form: RequestForm): Promise<Preflight>;
}
