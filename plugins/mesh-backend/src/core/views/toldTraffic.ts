import type {
  Health,
  ServiceInstance,
  ServiceSummary,
  ServiceView,
  Verdict,
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

/** "Is it me?" of the part of a service that one reader sees. */
export type VerdictOn = (visible: ServiceEntry) => Verdict;

/** Only where somebody needs it: it is looked for in the calls, which takes its time. */
function toldVerdict(
  service: ServiceEntry,
  health: Health,
  verdictOn: VerdictOn | undefined,
): Pick<ServiceView, 'verdict'> {
  const isBad = health === 'failing' || health === 'degraded';
  return isBad && verdictOn ? { verdict: verdictOn(service) } : {};
}

/** Health, numbers and objectives of a service, with the reasons. */
export function toldOfService(
  service: ServiceEntry,
  traffic: Traffic,
  verdictOn?: VerdictOn,
): Pick<
  ServiceView,
  'health' | 'healthReasons' | 'golden' | 'objectives' | 'verdict'
> {
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
    ...toldVerdict(service, assessment.health, verdictOn),
  };
}

/** What a row of a list tells. */
export function toldInList(
  service: ServiceEntry,
  traffic: Traffic,
  verdictOn?: VerdictOn,
): Pick<ServiceSummary, 'health' | 'golden' | 'verdict'> {
  const { windowSeconds } = traffic.state;
  const { assessment, counts } = traffic.service(service);
  return {
    health: assessment.health,
    golden: goldenAnswer(counts, { windowSeconds }),
    ...toldVerdict(service, assessment.health, verdictOn),
  };
}
