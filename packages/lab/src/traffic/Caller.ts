import type { Place } from './Place.ts';

/** Who makes a call. */
export interface Caller {
  /** Where it is, or where it comes in. */
  cluster: string;
  place?: Place;
  /** Outside of all clusters. */
  name?: string;
}
