import {
  runFleetControllers,
  type FleetController,
  type Ways,
} from '../controllers/FleetController.ts';
import { Timeline } from '../simulation/Timeline.ts';
import { fleetControllers } from './controllers.ts';
import { performStep } from './replay.ts';
import type { GitSource } from '../flux/GitSource.ts';
import { newCluster, type SimulatedCluster } from './SimulatedCluster.ts';
import type { World } from './World.ts';

/** Before its first step a cluster has existed for a moment, so that nothing happens at the very start of time. */
const LEAD = 60_000;

/** All clusters of a lab, with their histories behind them. */
export interface SimulatedFleet {
  clusters: readonly SimulatedCluster[];
  timeline: Timeline;
  /** Lets time go on as real time; `speed` divides the delays of everything that happens from now on. */
  goLive(options: {
    speed: number;
    signal: AbortSignal;
    onError: (error: unknown) => void;
  }): void;
}

export interface FleetOptions {
  now: Date;
  /** PEM; what namespaces get as their CA. */
  certificate: string;
  /** What runs between the clusters; by default everything that the lab has. */
  controllers?: readonly FleetController[];
  /** What is open between the clusters; everything if left out. */
  ways?: Ways;
  /** What Flux follows; without it there is no Flux. */
  git?: GitSource;
}

/**
 * Builds the clusters and lives through their histories, one beside the other on one simulated clock, with the
 * controllers and the admission that serve afterwards. Ages, managers and statuses are therefore consistent, also
 * between clusters, and everything has settled by `now`. Throws what is wrong with a world.
 */
export function buildFleet(
  worlds: readonly World[],
  options: FleetOptions,
): SimulatedFleet {
  const steps = worlds
    .flatMap((world, i) => world.history.map(step => ({ i, step })))
    .sort((a, b) => b.step.age - a.step.age);
  const oldest = steps[0]?.step.age ?? 0;
  const timeline = new Timeline(
    new Date(options.now.getTime() - oldest - LEAD),
  );
  let speed = 1;
  let onError: (error: unknown) => void = error => {
    throw error;
  };
  const clusters = worlds.map(world =>
    newCluster(world, {
      ...options,
      timeline,
      speed: () => speed,
      onError: error => onError(error),
    }),
  );
  const members = clusters.map(({ world, store, events }) => ({
    name: world.name,
    store,
    events,
    timeline,
  }));
  runFleetControllers(
    options.controllers ?? fleetControllers(),
    { members, timeline, ways: options.ways },
    (error, controller, { cluster, resource, namespace = '', name }) =>
      onError(
        new Error(
          `${controller} failed on ${resource} ${namespace}/${name} of ${cluster}`,
          { cause: error },
        ),
      ),
  );
  for (const { i, step } of steps) {
    timeline.runUntil(new Date(options.now.getTime() - step.age));
    performStep(clusters[i].store, worlds[i], step);
  }
  timeline.runUntil(options.now);
  return {
    clusters,
    timeline,
    goLive(live) {
      speed = live.speed;
      onError = live.onError;
      timeline.goLive(live);
    },
  };
}

/** A single cluster with its history behind it. */
export function buildCluster(
  world: World,
  options: FleetOptions,
): SimulatedCluster {
  return buildFleet([world], options).clusters[0];
}
