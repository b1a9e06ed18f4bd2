import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import type { DeclaredExport } from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { inItsPlace, namespaceMissing } from '../../../links/exportReasons';
import { kubectl } from '../../../model/kubectl';
import {
  type Consuming,
  namespaceRef,
  type Offering,
  serviceRef,
} from './side';
import {
  NAMESPACE_GLOBAL,
  SERVICE_GLOBAL,
  SERVICE_SHARED,
  SERVICE_SYNC,
} from './annotations';

type Named = Pick<DeclaredExport, 'namespace' | 'name'>;

function paramsOf({ cluster }: Offering, { namespace, name }: Named) {
  return { cluster, namespace, name };
}

/** Sets an annotation of a Service of a cluster. */
function annotate(
  { kubectlContext }: Offering,
  { namespace, name }: Named,
  ...annotations: readonly string[]
): string {
  return kubectl(
    kubectlContext,
    ...['-n', namespace, 'annotate', 'service', name],
    ...[...annotations, '--overwrite'],
  );
}

function manifestOf({ namespace, name }: Named, annotation: string): string {
  const [key = '', value = ''] = annotation.split('=');
  return stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations: { [key]: value } },
  });
}

function annotating(
  side: Offering,
  one: Named,
  { text: sentence, annotation }: { text: Fix['text']; annotation: string },
): Fix {
  const manifest = manifestOf(one, annotation);
  const command = annotate(side, one, annotation);
  return inItsPlace({ text: sentence, manifest, command }, side, one);
}

export function namespaceNotGlobal(side: Offering, one: Named): KnownReason {
  const params = paramsOf(side, one);
  const { namespace } = one;
  return {
    code: 'namespace-not-global',
    text: text('reason.namespace-not-global', params),
    fix: inItsPlace(
      {
        text: text('fix.make-namespace-global', params),
        manifest: stringify({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: {
            name: namespace,
            annotations: { [NAMESPACE_GLOBAL]: 'true' },
          },
        }),
        command: kubectl(
          side.kubectlContext,
          ...['annotate', 'namespace', namespace],
          ...[`${NAMESPACE_GLOBAL}=true`, '--overwrite'],
        ),
      },
      side,
      { namespace },
    ),
    evidence: [namespaceRef(side, namespace)],
  };
}

export function namespaceNotThere(
  side: Consuming,
  one: Named,
  from: string,
): KnownReason {
  const { globalByDefault } = side.facts.details;
  return namespaceMissing(side, {
    namespace: one.namespace,
    from,
    annotations: globalByDefault ? {} : { [NAMESPACE_GLOBAL]: 'true' },
  });
}

export function notShared(side: Offering, one: Named): KnownReason {
  const params = paramsOf(side, one);
  const annotation = `${SERVICE_SHARED}=true`;
  return {
    code: 'service-not-shared',
    text: text('reason.service-not-shared', params),
    fix: annotating(side, one, {
      text: text('fix.share-service', params),
      annotation,
    }),
    evidence: [serviceRef(side, one)],
  };
}

export function notGlobal(side: Consuming, one: Named): KnownReason {
  const params = paramsOf(side, one);
  const annotation = `${SERVICE_GLOBAL}=true`;
  return {
    code: 'service-not-global',
    text: text('reason.service-not-global', params),
    fix: annotating(side, one, {
      text: text('fix.make-service-global', params),
      annotation,
    }),
    evidence: [serviceRef(side, one)],
  };
}

/** A Service without a selector: it only joins the endpoints of other clusters. */
function joiningService({ namespace, name, ports, headless }: DeclaredExport) {
  return stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations: { [SERVICE_GLOBAL]: 'true' } },
    spec: { ...(headless ? { clusterIP: 'None' } : {}), ports },
  });
}

export function notThere(
  side: Consuming,
  declared: DeclaredExport,
): KnownReason {
  const params = paramsOf(side, declared);
  return {
    code: 'service-not-there',
    text: text('reason.service-not-there', params),
    fix: {
      text: text('fix.create-global-service', params),
      manifest: joiningService(declared),
    },
    evidence: [],
  };
}

function memberNamespace({ facts }: Offering): string {
  return facts?.details.member?.namespace ?? 'kube-system';
}

/** Also has the operator read its configuration again, where that has to change. */
function switchSyncOn(side: Consuming, one: Named): Fix {
  const inNamespace = ['-n', memberNamespace(side)];
  const data = { 'clustermesh-enable-endpoint-sync': 'true' };
  const lines = [
    kubectl(
      side.kubectlContext,
      ...[...inNamespace, 'patch', 'configmap', 'cilium-config'],
      ...['--type', 'merge', '-p', JSON.stringify({ data })],
    ),
    kubectl(
      side.kubectlContext,
      ...[...inNamespace, 'rollout', 'restart', 'deployment/cilium-operator'],
    ),
    annotate(side, one, `${SERVICE_SYNC}=true`),
  ];
  return {
    text: text('fix.switch-sync-on', paramsOf(side, one)),
    command: lines.join(' && '),
  };
}

/**
 * Proxies balance over the EndpointSlices of their own cluster, and the endpoints of
 * others are in Cilium's maps alone.
 */
export function notSynced(side: Consuming, one: Named): KnownReason {
  const { endpointSync } = side.facts.details;
  const annotation = `${SERVICE_SYNC}=true`;
  const params = paramsOf(side, one);
  const variant = endpointSync ? 'service' : 'cluster';
  return {
    code: 'endpoints-not-synced',
    text: text(`reason.endpoints-not-synced.${variant}`, params),
    fix: endpointSync
      ? annotating(side, one, {
          text: text('fix.sync-endpoints', params),
          annotation,
        })
      : inItsPlace(switchSyncOn(side, one), side, one),
    evidence: [serviceRef(side, one)],
  };
}

/** The server that the other clusters read this one's state from is not there. */
export function serverDown(side: Offering): KnownReason {
  const server = side.facts?.details.server;
  const params = { cluster: side.cluster, from: side.cluster };
  if (!server) {
    return {
      code: 'link-down',
      text: text('reason.link-down.cilium-missing', params),
      fix: { text: text('fix.install-clustermesh', params) },
      // Where it would be, so that only who may see that cluster is told.
      evidence: [namespaceRef(side, memberNamespace(side))],
    };
  }
  const { namespace = '', name } = server.ref;
  const how =
    server.wanted === 0
      ? ['scale', `deployment/${name}`, '--replicas=1']
      : ['rollout', 'restart', `deployment/${name}`];
  return {
    code: 'link-down',
    text: text('reason.link-down.cilium', params),
    fix: {
      text: text('fix.start-clustermesh', params),
      command: kubectl(side.kubectlContext, '-n', namespace, ...how),
    },
    evidence: [server.ref],
  };
}
