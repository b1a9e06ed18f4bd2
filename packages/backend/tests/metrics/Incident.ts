import type {
  Dependencies,
  MetricsAnswer,
  ServiceView,
  Verdict,
} from '@meshport/plugin-mesh-common';
import { MetricsLab } from '../harness/MetricsLab';
import type { World } from '../harness/World';
import type { Rename } from './countedCalls';

const PLATFORM_ENGINEER = 'platform';

/** From the first failing call to the page. */
export const SEEN_MILLISECONDS = 60_000;
const FIRST_MILLISECONDS = 150_000;
const INTERVAL_MILLISECONDS = 1_000;

/** A service of one set, by the lab's names. */
interface NamedService {
  readonly set: string;
  readonly namespace: string;
  readonly name: string;
}

export const CHECKOUT = {
  set: 'production',
  namespace: 'payments',
  name: 'checkout-api',
} as const;

/** Where checkout-api runs whose errors all suites are about. */
export const CHECKOUT_CLUSTER = 'aws-eks';

/** What the suites of faults run in. */
export interface IncidentOptions {
  readonly world: () => World;
  readonly rename: Rename;
  /** Seconds that rates are counted over there. */
  readonly windowSeconds: number;
}

/** What people see of services while something is wrong with them. Takes the lab's own names. */
export class Incident {
  readonly metrics: MetricsLab;
  readonly #options: IncidentOptions;

  constructor(options: IncidentOptions) {
    this.#options = options;
    this.metrics = new MetricsLab(options.world().lab);
  }

  get #portal() {
    const { world, rename } = this.#options;
    return world().portal.as(rename(PLATFORM_ENGINEER));
  }

  #params({ set, namespace, name }: NamedService): NamedService {
    const { rename } = this.#options;
    return { set, namespace: rename(namespace), name: rename(name) };
  }

  /** What has failed must have left the window; that is six minutes with one of five. */
  get healedMilliseconds(): number {
    return 1000 * (this.#options.windowSeconds + 60);
  }

  /** A command of the lab, each part by the lab's own names. */
  command(...parts: readonly string[]): Promise<string> {
    const { world, rename } = this.#options;
    return world().lab.command(...parts.map(rename));
  }

  until<T>(
    what: string,
    timeoutMilliseconds: number,
    condition: () => Promise<T | undefined | false>,
  ): Promise<T> {
    return this.#options.world().eventually(what, condition, {
      timeoutMilliseconds,
      intervalMilliseconds: INTERVAL_MILLISECONDS,
    });
  }

  async service(service: NamedService): Promise<ServiceView> {
    const params = this.#params(service);
    return (await this.#portal.client.getService({ params })).service;
  }

  /** The instance of a service in one cluster. */
  async instance(service: NamedService, cluster: string) {
    const { instances } = await this.service(service);
    const name = this.#options.rename(cluster);
    const found = instances.find(one => one.cluster === name);
    if (!found) throw new Error(`${service.name} is not in ${cluster}`);
    return found;
  }

  /** @param at ISO; a time that is over, in place of now */
  dependencies(service: NamedService, at?: string): Promise<Dependencies> {
    const params = this.#params(service);
    const query = at === undefined ? {} : { at };
    return this.#portal.client.getServiceDependencies({ params, query });
  }

  metricsOf(service: NamedService): Promise<MetricsAnswer> {
    const params = this.#params(service);
    const query = { window: '15m' } as const;
    return this.#portal.client.getServiceMetrics({ params, query });
  }

  async verdict(service: NamedService): Promise<Verdict> {
    const [verdict] = (await this.dependencies(service)).verdicts;
    return verdict;
  }

  services() {
    return this.#portal.services();
  }

  /** Until checkout-api does well, and nothing is said against it. */
  async well(milliseconds = FIRST_MILLISECONDS): Promise<void> {
    await this.until('checkout-api to be well', milliseconds, async () => {
      const { health } = await this.instance(CHECKOUT, CHECKOUT_CLUSTER);
      const { place } = await this.verdict(CHECKOUT);
      return health === 'healthy' && place === 'fine';
    });
  }

  /** Until checkout-api is failing, and somebody is blamed; what is said then. */
  blamed(
    isRight: (verdict: Verdict) => boolean = ({ place }) => place !== 'fine',
  ): Promise<Verdict> {
    return this.until('checkout-api to fail', SEEN_MILLISECONDS, async () => {
      const { health } = await this.instance(CHECKOUT, CHECKOUT_CLUSTER);
      const verdict = await this.verdict(CHECKOUT);
      return health === 'failing' && isRight(verdict) && verdict;
    });
  }
}
