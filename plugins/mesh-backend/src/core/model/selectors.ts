import {
  type ClusterSnapshot,
  type EndpointCount,
  type Service,
  serviceKind,
  type Workload,
} from '@meshport/plugin-mesh-node';
import { endpointsByService } from './endpoints';

type Labels = Readonly<Record<string, string>>;

/** Tells whether an equality selector (of a Service, of `matchLabels`) selects labels. */
export function selectedBy(selector: Labels): (labels: Labels) => boolean {
  const wanted = Object.entries(selector);
  return labels => wanted.every(([key, value]) => labels[key] === value);
}

/** The same of one set of labels. */
export function selects(selector: Labels, labels: Labels): boolean {
  return selectedBy(selector)(labels);
}

/** Label sets of which each is given once; those without labels are selected by nothing. */
function distinct(all: readonly Labels[]): Labels[] {
  // Pods of one owner mostly have one and the same, and come one after the other.
  const others = all.filter((labels, index) => labels !== all[index - 1]);
  const sets = [...new Set(others)].filter(
    labels => Object.keys(labels).length > 0,
  );
  if (sets.length < 2) return sets;
  return [
    ...new Map(sets.map(labels => [JSON.stringify(labels), labels])).values(),
  ];
}

/** Says of workloads of a snapshot under which labels they can be selected. */
export interface LabelSets {
  /** Labels of a workload's next pod and of those that run, each set once. */
  ofPods(workload: Workload): readonly Labels[];
  /** Everything under which it can be selected: itself, its pods, its next one. */
  ofAll(workload: Workload): readonly Labels[];
}

function createLabelSets(): LabelSets {
  const known = new Map<Workload, readonly Labels[]>();
  const ofPods = (workload: Workload) => {
    const before = known.get(workload);
    if (before) return before;
    const sets = distinct(
      [workload.template, ...workload.pods].map(
        ({ metadata }) => metadata.labels,
      ),
    );
    known.set(workload, sets);
    return sets;
  };
  return {
    ofPods,
    ofAll: workload => distinct([workload.labels, ...ofPods(workload)]),
  };
}

/**
 * Snapshots never change, and every Service of a namespace asks about its workloads.
 * By the snapshot, not by the workload: of a weak map the collector looks at each entry
 * while everything else waits.
 */
const remembered = new WeakMap<ClusterSnapshot, LabelSets>();

export function labelSetsIn(snapshot: ClusterSnapshot): LabelSets {
  const known = remembered.get(snapshot) ?? createLabelSets();
  remembered.set(snapshot, known);
  return known;
}

/**
 * Workloads whose pods, or whose next pods, a Service selects. A Service without a
 * selector has none: its endpoints are made by someone else.
 */
function workloadsOf(
  service: Service,
  candidates: readonly Workload[],
  { ofPods }: LabelSets,
): Workload[] {
  const { selector } = service.spec;
  if (Object.keys(selector).length === 0) return [];
  const isSelected = selectedBy(selector);
  return candidates.filter(workload => ofPods(workload).some(isSelected));
}

export interface SelectedService {
  readonly service: Service;
  readonly workloads: readonly Workload[];
  readonly endpoints: EndpointCount;
}

/** Every Service with what it selects, by namespace and name. */
export function resolveServices(snapshot: ClusterSnapshot): SelectedService[] {
  const byNamespace = new Map<string, Workload[]>();
  for (const workload of snapshot.workloads) {
    const list = byNamespace.get(workload.namespace) ?? [];
    list.push(workload);
    byNamespace.set(workload.namespace, list);
  }
  const labelSets = labelSetsIn(snapshot);
  const endpoints = endpointsByService(snapshot);
  const nameOf = ({ metadata }: Service) =>
    `${metadata.namespace ?? ''}/${metadata.name}`;
  return [...snapshot.kind(serviceKind).items]
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
    .map(service => ({
      service,
      workloads: workloadsOf(
        service,
        byNamespace.get(service.metadata.namespace ?? '') ?? [],
        labelSets,
      ),
      endpoints: endpoints.get(nameOf(service)) ?? { ready: 0, total: 0 },
    }));
}
