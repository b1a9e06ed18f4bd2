import type { Ways } from '../controllers/FleetController.ts';
import type { Place } from './Place.ts';

/** Part of what the pods of a workload answer are errors. */
interface Burst {
  cluster: string;
  namespace: string;
  /** Of a workload, or of a Service. */
  name: string;
  /** 0..1 */
  share: number;
  /** Of HTTP, for most of the errors. */
  status: number;
}

/** What is wrong with the traffic at the moment, by command. */
export class TrafficFaults implements Ways {
  private bursts: Burst[] = [];
  private cuts: [string, string][] = [];
  private readonly listeners = new Set<() => void>();

  /** What is wrong, for whoever asks how the lab is. */
  get state(): { bursts: readonly Burst[]; cutLinks: readonly string[][] } {
    return { bursts: this.bursts, cutLinks: this.cuts };
  }

  burst(burst: Burst): void {
    this.bursts = [burst, ...this.bursts.filter(old => !isSame(old, burst))];
  }

  cut(a: string, b: string): void {
    this.cuts.push([a, b]);
    this.tell();
  }

  /** Ends the faults of one cluster, or of all. */
  heal(cluster?: string): void {
    this.bursts = this.bursts.filter(
      burst => cluster !== undefined && burst.cluster !== cluster,
    );
    this.cuts = this.cuts.filter(
      pair => cluster !== undefined && !pair.includes(cluster),
    );
    this.tell();
  }

  burstOn({ end }: Place, service: string): Burst | undefined {
    if (this.bursts.length === 0) return undefined;
    return this.bursts.find(
      ({ cluster, namespace, name }) =>
        cluster === end.cluster &&
        namespace === end.namespace &&
        (name === end.workload || name === service),
    );
  }

  isCut(a: string, b: string): boolean {
    return (
      a !== b && this.cuts.some(pair => pair.includes(a) && pair.includes(b))
    );
  }

  /** Calls the listener when a way between clusters was cut or mended. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function isSame(a: Burst, b: Burst): boolean {
  return (
    a.cluster === b.cluster && a.namespace === b.namespace && a.name === b.name
  );
}
