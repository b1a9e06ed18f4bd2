import type { Dice } from './Dice.ts';
import type {
  Flow,
  Incident,
  ServiceName,
  Split,
  TrafficPlan,
} from './Flow.ts';
import { grouped } from './grouped.ts';
import type { Place } from './Place.ts';
import type { Way } from './Router.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** A pod that has just become ready is five times as slow at first, and then less and less. */
const COLD = { factor: 4, fades: 10_000, lasts: 45_000 };

interface Trouble {
  /** Factor of what the server takes. */
  slower: number;
  /** 0..1: requests that fail besides. */
  failures: number;
}

const NONE: Trouble = { slower: 1, failures: 0 };

/** What pods and Services do differently from what their routes say: cold starts, incidents, splits by version. */
export class Troubles {
  private readonly incidents: ReadonlyMap<string, Incident[]>;
  private readonly splits: ReadonlyMap<string, Split>;
  private readonly start: number;

  constructor(plan: TrafficPlan, start: number) {
    this.start = start;
    this.incidents = grouped(plan.incidents, ({ service }) => nameOf(service));
    this.splits = new Map(
      plan.splits.map(split => [nameOf(split.service), split]),
    );
  }

  of({ end, readySince }: Place, service: string, at: number): Trouble {
    const { cluster, namespace } = end;
    const known = this.incidents.get(`${cluster}/${namespace}/${service}`);
    const now = known?.find(incident => this.isOn(incident, at)) ?? NONE;
    const age = at - readySince;
    if (age < 0 || age > COLD.lasts) return now;
    const cold = 1 + COLD.factor * Math.exp(-age / COLD.fades);
    return { ...now, slower: now.slower * cold };
  }

  /** The ways to the pods of one version, chosen by its share; all where nothing is said or ready. */
  partOf(
    ways: readonly Way[],
    { target }: Flow,
    cluster: string,
    dice: Dice,
  ): readonly Way[] {
    if (target.kind === 'external' || this.splits.size === 0) return ways;
    const { namespace, name } = target;
    const split = this.splits.get(`${cluster}/${namespace}/${name}`);
    if (!split) return ways;
    const { value } = dice.weighted(split.parts);
    const part = ways.filter(
      ({ server }) => server.end.labels[split.label] === value,
    );
    return part.length > 0 ? part : ways;
  }

  private isOn({ ago, minute, lasts }: Incident, at: number): boolean {
    if (ago !== undefined) {
      const since = at - (this.start - ago);
      return since >= 0 && since < lasts;
    }
    const since = (at - (minute ?? 0) * MINUTE) % HOUR;
    return since >= 0 && since < lasts;
  }
}

function nameOf({ cluster, namespace, name }: ServiceName): string {
  return `${cluster}/${namespace}/${name}`;
}
