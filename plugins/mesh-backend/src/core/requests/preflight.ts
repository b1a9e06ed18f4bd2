import type {
  ObjectRef,
  PlannedPhase,
  Preflight,
} from '@meshport/plugin-mesh-common';
import type { CheckContext, CheckSubject } from '@meshport/plugin-mesh-node';
import { checks } from '../checks';
import { type Checked, runChecks } from '../checks/engine/runChecks';
import { addedFootprint, affectsOf } from './affects';
import { requestHash } from './hash';
import { plan } from './plan';
import type { PreflightCluster, PreflightInput } from './preflightInput';
import { renderForm } from './render';
import type { RenderedPhase } from './render/Rendered';
import { undoOf } from './undo';
import { writerIn } from './writers';

function snapshotsOf({ clusters }: PreflightInput) {
  return new Map(
    [...clusters].map(([name, { snapshot }]) => [name, snapshot] as const),
  );
}

/** What a form would do, whatever is so already; what is read of it is read again. */
export function renderedFor(
  input: Pick<PreflightInput, 'form'> & {
    readonly clusters: ReadonlyMap<string, Pick<PreflightCluster, 'snapshot'>>;
  },
): RenderedPhase[] {
  const snapshots = new Map(
    [...input.clusters].map(([name, one]) => [name, one.snapshot] as const),
  );
  return renderForm(input.form, snapshots);
}

function rolesOf(
  form: PreflightInput['form'],
  cluster: string,
): CheckSubject['role'][] {
  if ('clusters' in form) return ['target'];
  return [
    ...(form.from.includes(cluster) ? (['from'] as const) : []),
    ...(form.to.includes(cluster) && !form.from.includes(cluster)
      ? (['to'] as const)
      : []),
  ];
}

function namespaceIn(
  { form, isProtected }: PreflightInput,
  { model, owners }: PreflightCluster,
): CheckContext['namespace'] {
  const known = model?.namespaces.find(({ name }) => name === form.namespace);
  return {
    ignored: known?.ignored ?? false,
    protected: isProtected(form.namespace),
    owners,
    asksFor: known?.asksFor ?? [],
  };
}

function workloadsIn(
  { form }: PreflightInput,
  { snapshot, model }: PreflightCluster,
): CheckContext['workloads'] {
  return snapshot.workloads
    .filter(({ namespace }) => namespace === form.namespace)
    .flatMap(workload => {
      const known = model?.workloads.get(workload.key);
      return known
        ? [{ workload, membership: known.membership, posture: known.posture }]
        : [];
    });
}

/** Objects that a phase changes and that could not be read. */
function unreadableIn(
  refs: readonly ObjectRef[],
  live: PreflightInput['live'],
): CheckContext['unreadable'] {
  return refs.flatMap(ref => {
    const state = live(ref);
    return state.state === 'unreadable' ? [{ ref, reason: state.reason }] : [];
  });
}

function placesOf(
  input: PreflightInput,
  phases: readonly PlannedPhase[],
  refs: readonly ObjectRef[],
): Checked[] {
  const { form, clusters, links, exports, live } = input;
  const others = snapshotsOf(input);
  const { namespace } = form;
  const service = 'service' in form ? form.service : undefined;
  const changes = phases.flatMap(phase => phase.changes);
  return [...clusters].flatMap(([cluster, known]) => {
    const { snapshot, reachability, model, callers } = known;
    const here = (ref: ObjectRef) => ref.cluster === cluster;
    const footprint = addedFootprint(form, phases, known);
    const context: CheckContext = {
      ...{ form, snapshot, reachability, links, exports, others },
      meshes: model?.meshes ?? [],
      namespace: namespaceIn(input, known),
      workloads: workloadsIn(input, known),
      changes: changes.filter(({ object }) => here(object)),
      unreadable: unreadableIn(refs.filter(here), live),
      ...(callers ? { callers } : {}),
      ...(footprint === undefined || footprint === 'none'
        ? {}
        : { addedFootprint: footprint }),
    };
    return rolesOf(form, cluster).map(role => ({
      subject: { cluster, namespace, service, role },
      context,
    }));
  });
}

/** A form worked out: what would change, what speaks against it, and whom it concerns. */
export function preflightOf(input: PreflightInput): Preflight {
  const { form, at, clusters, live } = input;
  const rendered = renderedFor(input);
  const phases = plan(rendered, {
    live: ref => {
      const known = live(ref);
      return known.state === 'found' ? known.object : undefined;
    },
    writerOf: ref => writerIn(clusters.get(ref.cluster)?.snapshot, ref),
  });
  const refs = rendered.flatMap(({ changes }) =>
    changes.map(({ object }) => object),
  );
  const results = runChecks(checks, placesOf(input, phases, refs));
  const affects = affectsOf(input, phases);
  const { blockers } = results;
  const [first] = clusters.values();
  return {
    ...{ form, at, phases, ...results, affects },
    hash: requestHash({ phases, blockers, affects }),
    undo: undoOf(form, first?.snapshot),
  };
}
