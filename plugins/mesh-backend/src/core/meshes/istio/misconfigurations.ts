import {
  type Fix,
  type KnownReason,
  type Text,
  text,
} from '@meshport/plugin-mesh-common';
import { kubectl } from '../../model/kubectl';
import { namesOf, namespaceRef } from '../sidecar/facts';
import { labelNamespace, namespaceManifest } from '../sidecar/namespaceFixes';
import {
  changeTemplate,
  hostNetwork as onHostNetwork,
} from '../sidecar/reasons';
import { setSince, templateSetSince } from '../sidecar/times';
import { type Facts, injectorRef } from './facts';
import { type Injector, revisionNames } from './injectors';
import type { Intent } from './intent';
import { LABEL_INJECT, LABEL_INJECTION, LABEL_REVISION } from './names';

type Is<Kind extends Intent['kind']> = Extract<Intent, { kind: Kind }>;

/** The revision of the running proxies, where it exists; else the default one. */
function bestRevision({ enrolled, world }: Facts): string | undefined {
  const names = revisionNames(world.injectors);
  const running = enrolled
    .map(({ proxy }) => proxy.revision)
    .find(revision => revision !== undefined && names.includes(revision));
  return running ?? names[0];
}

type Labels = Readonly<Record<string, string>>;

/** Those of some labels that are there, to be removed. */
function present(labels: Labels, ...keys: readonly string[]): string[] {
  return keys.filter(key => labels[key] !== undefined);
}

function templateRevision(facts: Facts, best: string | undefined): Fix {
  const { workload } = facts;
  const removed = present(
    workload.template.metadata.labels,
    LABEL_REVISION,
    LABEL_INJECT,
  ).map(key => [key, null] as const);
  return changeTemplate(facts, {
    id: best ? 'fix.template-revision' : 'fix.template-no-revision',
    template: {
      metadata: {
        labels: best ? { [LABEL_REVISION]: best } : Object.fromEntries(removed),
      },
    },
    adds: best !== undefined,
  });
}

/** Ids by whether pods have to be restarted once the namespace asks for the revision. */
function namespaceRevisionId(
  { missing, enrolled }: Facts,
  best: string,
): string {
  const inUse =
    missing.length === 0 &&
    enrolled.every(({ proxy }) => proxy.revision === best);
  return inUse ? 'fix.namespace-revision.in-use' : 'fix.namespace-revision';
}

function namespaceRevision(facts: Facts, best: string | undefined): Fix {
  const { workload, world } = facts;
  const { namespace } = workload;
  const labels = facts.namespace?.metadata.labels ?? {};
  const removed = best ? [LABEL_INJECTION] : [LABEL_INJECTION, LABEL_REVISION];
  return {
    text: best
      ? text(namespaceRevisionId(facts, best), { namespace, revision: best })
      : text('fix.namespace-no-revision', { namespace }),
    effect: text(best ? 'effect.next-start' : 'effect.nothing-changes'),
    manifest:
      best &&
      namespaceManifest(namespace, { labels: { [LABEL_REVISION]: best } }),
    command: labelNamespace(
      world.snapshot.cluster.kubectlContext,
      namespace,
      ...(best ? [`${LABEL_REVISION}=${best}`] : []),
      ...present(labels, ...removed).map(key => `${key}-`),
    ),
  };
}

export function revisionNotFound(
  facts: Facts,
  intent: Is<'revision-not-found'>,
): KnownReason {
  const { label } = intent;
  const names = revisionNames(facts.world.injectors);
  const who = intent.askedBy === 'template' ? 'template' : 'namespace';
  const none = who === 'template' ? 'template-none' : 'namespace-none';
  const variant = names.length > 0 ? who : none;
  const params = {
    ...namesOf(facts),
    revision: intent.asked,
    known: names.join(', '),
  };
  return {
    code: 'revision-not-found',
    text: text(`reason.revision-not-found.${variant}`, params),
    fix:
      who === 'template'
        ? templateRevision(facts, bestRevision(facts))
        : namespaceRevision(facts, bestRevision(facts)),
    evidence: [who === 'template' ? facts.workload.ref : namespaceRef(facts)],
    since:
      who === 'namespace'
        ? setSince(facts.namespace?.metadata, `metadata.labels.${label}`)
        : templateSetSince(facts.workload, `labels.${label}`),
  };
}

export function conflictingLabels(
  facts: Facts,
  intent: Is<'conflict'>,
): KnownReason {
  const { world, workload, namespace, missing } = facts;
  const labels = namespace?.metadata.labels ?? {};
  const blocks = intent.remove !== LABEL_REVISION;
  const params = {
    ...namesOf(facts),
    injection: labels[LABEL_INJECTION] ?? '',
    revision: labels[LABEL_REVISION] ?? '',
    label: intent.remove,
  };
  return {
    code: 'conflicting-labels',
    text: text(`reason.conflicting-labels.${intent.between}`, params),
    fix: {
      text: text(
        blocks && missing.length > 0
          ? 'fix.unblock-namespace'
          : 'fix.remove-namespace-label',
        params,
      ),
      effect: text(blocks ? 'effect.next-start' : 'effect.nothing-changes'),
      command: labelNamespace(
        world.snapshot.cluster.kubectlContext,
        workload.namespace,
        `${intent.remove}-`,
      ),
    },
    evidence: [
      namespaceRef(facts),
      ...(intent.between === 'namespace' ? [] : [workload.ref]),
    ],
  };
}

export function hostNetwork(facts: Facts): KnownReason {
  return onHostNetwork(facts, {
    mesh: 'Istio',
    optOut: { metadata: { labels: { [LABEL_INJECT]: 'false' } } },
  });
}

export function namespaceIgnored(facts: Facts): KnownReason {
  const { world, workload, namespace } = facts;
  const labels = present(
    namespace?.metadata.labels ?? {},
    LABEL_INJECTION,
    LABEL_REVISION,
  );
  const params = namesOf(facts);
  return {
    code: 'namespace-ignored-by-mesh',
    text: text('reason.namespace-ignored-by-mesh', params),
    fix: {
      text: text('fix.unlabel-namespace', params),
      effect: text('effect.nothing-changes'),
      command:
        labels.length > 0
          ? labelNamespace(
              world.snapshot.cluster.kubectlContext,
              workload.namespace,
              ...labels.map(label => `${label}-`),
            )
          : undefined,
    },
    evidence: [namespaceRef(facts)],
  };
}

/** For the platform team; whoever owns the workload can only wait. */
export function bringBackIstiod(facts: Facts, { revision }: Injector): Fix {
  const { snapshot, controlPlane } = facts.world;
  const istiod = controlPlane.revisions.get(revision);
  const params = { ...namesOf(facts), revision };
  // What runs nothing cannot be restarted by mistake.
  const variant = facts.workload.pods.length > 0 ? '' : '.no-pods';
  const [deployment] = istiod?.deployments ?? [];
  if (!istiod || !deployment || istiod.wanted > 0) {
    return { text: text(`fix.bring-back-istiod${variant}`, params) };
  }
  return {
    text: text(`fix.scale-istiod${variant}`, params),
    command: kubectl(
      snapshot.cluster.kubectlContext,
      '-n',
      istiod.namespace,
      'scale',
      `deployment/${deployment.name}`,
      '--replicas=1',
    ),
  };
}

function withoutInjector(
  facts: Facts,
  injector: Injector,
  sentence: Text,
): KnownReason {
  const { revisions } = facts.world.controlPlane;
  const istiod = revisions.get(injector.revision);
  return {
    code: 'injector-unavailable',
    text: sentence,
    fix: bringBackIstiod(facts, injector),
    evidence: [injectorRef(facts, injector), ...(istiod?.deployments ?? [])],
  };
}

export function injectorUnavailable(
  facts: Facts,
  injector: Injector,
): KnownReason {
  const { revision } = injector;
  const params = { ...namesOf(facts), count: facts.missing.length, revision };
  const sentence = text('reason.injector-unavailable', params);
  return withoutInjector(facts, injector, sentence);
}

/** The same, where nothing runs that could lack a proxy. */
export function nextPodWithoutInjector(
  facts: Facts,
  injector: Injector,
): KnownReason {
  const { revision } = injector;
  const params = { ...namesOf(facts), revision };
  const sentence = text('reason.injector-unavailable.next-pod', params);
  return withoutInjector(facts, injector, sentence);
}
