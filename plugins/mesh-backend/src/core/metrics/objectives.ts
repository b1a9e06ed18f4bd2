import {
  ANNOTATION_OBJECTIVE_P99,
  ANNOTATION_OBJECTIVE_SUCCESS,
  type Objectives,
} from '@meshport/plugin-mesh-common';
import type { Cause } from './goldenCounts';

/** What somebody asks of services; the rest is the default. */
export interface ChosenObjectives {
  /** 0..1 */
  readonly successRatio?: number;
  readonly p99Ms?: number;
  readonly crossClusterOverheadMs?: number;
  readonly minRequests?: number;
}

/** Those of one entity, and what is wrong with its annotations. */
export interface EntityObjectives {
  readonly chosen: Pick<ChosenObjectives, 'successRatio' | 'p99Ms'>;
  readonly problems: readonly Cause[];
}

/** What is asked of a service, and what could not be read of that. */
export interface ServiceObjectives {
  readonly objectives: Objectives;
  readonly problems: readonly Cause[];
}

const DEFAULTS = {
  successRatio: 0.999,
  p99Ms: 500,
  crossClusterOverheadMs: 50,
  minRequests: 60,
};

/** With 100 % the first error would be infinitely many too many. */
const MOST_PERCENT = 99.9999;
const LONGEST_MS = 3_600_000;

/** A decimal number, in the range; undefined for anything else. */
function numberIn(written: string, least: number, most: number) {
  const value = /^\d+(\.\d+)?$/.test(written) ? Number(written) : undefined;
  return value !== undefined && value >= least && value <= most
    ? value
    : undefined;
}

function problem(annotation: string, value: string, entity: string): Cause {
  return {
    id: `objective.invalid.${
      annotation === ANNOTATION_OBJECTIVE_P99 ? 'p99' : 'success'
    }`,
    params: { annotation, value, entity },
  };
}

/** Objectives that an entity's annotations name; undefined where it names none. */
export function entityObjectives(entity: {
  readonly ref: string;
  readonly annotations: Readonly<Record<string, string>>;
}): EntityObjectives | undefined {
  const { ref, annotations } = entity;
  const success = annotations[ANNOTATION_OBJECTIVE_SUCCESS]?.trim();
  const p99 = annotations[ANNOTATION_OBJECTIVE_P99]?.trim();
  if (success === undefined && p99 === undefined) return undefined;
  const percent =
    success === undefined ? undefined : numberIn(success, 1, MOST_PERCENT);
  const p99Ms = p99 === undefined ? undefined : numberIn(p99, 1, LONGEST_MS);
  return {
    chosen: {
      ...(percent === undefined ? {} : { successRatio: percent / 100 }),
      ...(p99Ms === undefined ? {} : { p99Ms }),
    },
    problems: [
      ...(success !== undefined && percent === undefined
        ? [problem(ANNOTATION_OBJECTIVE_SUCCESS, success, ref)]
        : []),
      ...(p99 !== undefined && p99Ms === undefined
        ? [problem(ANNOTATION_OBJECTIVE_P99, p99, ref)]
        : []),
    ],
  };
}

type Chosen = Objectives['p99Ms'];

function choose(
  annotated: number | undefined,
  configured: number | undefined,
  fallback: number,
): Chosen {
  if (annotated !== undefined) return { value: annotated, from: 'annotation' };
  return configured === undefined
    ? { value: fallback, from: 'default' }
    : { value: configured, from: 'config' };
}

/** The strictest, as one service is held to the same by whoever looks. */
function strictest(
  values: readonly (number | undefined)[],
  pick: (...values: number[]) => number,
): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length > 0 ? pick(...known) : undefined;
}

/**
 * What a service is held to: by the annotations of its entities, the strictest where
 * several differ; else by the configuration; else by the defaults.
 */
export function objectivesOf(
  entities: readonly EntityObjectives[],
  configured: ChosenObjectives,
): ServiceObjectives {
  const chosen = entities.map(one => one.chosen);
  const success = strictest(
    chosen.map(one => one.successRatio),
    Math.max,
  );
  const p99 = strictest(
    chosen.map(one => one.p99Ms),
    Math.min,
  );
  return {
    objectives: {
      successRatio: choose(
        success,
        configured.successRatio,
        DEFAULTS.successRatio,
      ),
      p99Ms: choose(p99, configured.p99Ms, DEFAULTS.p99Ms),
      crossClusterOverheadMs: choose(
        undefined,
        configured.crossClusterOverheadMs,
        DEFAULTS.crossClusterOverheadMs,
      ),
      minRequests: configured.minRequests ?? DEFAULTS.minRequests,
    },
    problems: entities.flatMap(({ problems }) => problems),
  };
}
