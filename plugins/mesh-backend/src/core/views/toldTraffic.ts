import type {
  ServiceInstance,
  ServiceSummary,
  ServiceView,
} from '@meshport/plugin-mesh-common';
import { goldenAnswer, inWords } from '../metrics/goldenAnswer';
import { countedInstances, type KnownTraffic, type Traffic } from './traffic';
import type { InstanceEntry, ServiceEntry } from './World';

/** PromQL of what the numbers are about: requests, or connections where only those are known. */
function queryOf(
  entry: InstanceEntry,
  { counts }: KnownTraffic,
  traffic: Traffic,
): string | undefined {
  // It tells what its own proxies counted, which is nothing.
  if (counts.isByCallers || counts.source === undefined) return undefined;
  const queries = traffic.queries(entry);
  return counts.requests === undefined
    ? queries?.connectionRate
    : queries?.requestRate;
}

/** Health and numbers of an instance. */
export function toldOfInstance(
  entry: InstanceEntry,
  traffic: Traffic,
): Pick<ServiceInstance, 'health' | 'golden'> {
  const { windowSeconds } = traffic.state;
  const known = traffic.instance(entry);
  const query = queryOf(entry, known, traffic);
  return {
    health: known.assessment.health,
    golden: goldenAnswer(known.counts, { windowSeconds, query }),
  };
}

/** Health, numbers and objectives of a service, with the reasons. */
export function toldOfService(
  service: ServiceEntry,
  traffic: Traffic,
): Pick<ServiceView, 'health' | 'healthReasons' | 'golden' | 'objectives'> {
  const { windowSeconds } = traffic.state;
  const known = traffic.service(service);
  const { assessment, counts, objectives, problems } = known;
  const [only, ...others] = countedInstances(service);
  const query =
    only && others.length === 0 ? queryOf(only, known, traffic) : undefined;
  return {
    health: assessment.health,
    healthReasons: [...assessment.causes, ...problems].map(inWords),
    golden: goldenAnswer(counts, { windowSeconds, query }),
    objectives,
  };
}

/** What a row of a list tells. */
export function toldInList(
  service: ServiceEntry,
  traffic: Traffic,
): Pick<ServiceSummary, 'health' | 'golden'> {
  const { windowSeconds } = traffic.state;
  const { assessment, counts } = traffic.service(service);
  return {
    health: assessment.health,
    golden: goldenAnswer(counts, { windowSeconds }),
  };
}
