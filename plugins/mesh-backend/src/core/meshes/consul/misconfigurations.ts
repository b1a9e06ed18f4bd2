import {
  type Fix,
  type KnownReason,
  type ObjectRef,
  text,
} from '@meshport/plugin-mesh-common';
import type { Workload } from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { kubectl } from '../../model/kubectl';
import { namesOf, namespaceRef, podRefs } from '../sidecar/facts';
import { injectorConfigurationRefs } from '../sidecar/injector';
import { changeTemplate } from '../sidecar/reasons';
import { templateSetSince } from '../sidecar/times';
import type { Facts } from './facts';
import type { Ignored, Intent } from './intent';
import { INJECT, isProxyContainer, SERVICE, SERVICE_PORT } from './names';

export function injectorRefs(facts: Facts): ObjectRef[] {
  const { injector } = facts.world.controlPlane;
  return [
    ...injectorConfigurationRefs(facts),
    ...(injector?.component ? [injector.component.ref] : []),
  ];
}

function withdraw(facts: Facts, id: string): Fix {
  return changeTemplate(facts, {
    id,
    template: { metadata: { annotations: { [INJECT]: null } } },
    adds: false,
  });
}

export function notInstalled(facts: Facts): KnownReason {
  const params = { ...namesOf(facts), mesh: 'Consul' };
  return {
    code: 'mode-not-installed',
    text: text('reason.mode-not-installed.template', params),
    fix: withdraw(facts, 'fix.consul-not-asked'),
    evidence: [facts.workload.ref],
    since: templateSetSince(facts.workload, `annotations.${INJECT}`),
  };
}

/** Ids by what leaves the namespace out. */
const IGNORED: Readonly<Record<Ignored, string>> = {
  always: 'reason.namespace-ignored-by-mesh.consul-always',
  selector: 'reason.namespace-ignored-by-mesh.consul-selector',
  denied: 'reason.namespace-ignored-by-mesh.consul-denied',
  'not-allowed': 'reason.namespace-ignored-by-mesh.consul-not-allowed',
};

/** Whoever owns the workload can only ask for less; the lists are the platform team's. */
export function namespaceIgnored(
  facts: Facts,
  { why }: Extract<Intent, { kind: 'namespace-ignored' }>,
): KnownReason {
  const isList = why === 'denied' || why === 'not-allowed';
  return {
    code: 'namespace-ignored-by-mesh',
    text: text(IGNORED[why], namesOf(facts)),
    fix: withdraw(
      facts,
      isList ? 'fix.consul-list' : 'fix.consul-ignored-template',
    ),
    evidence: [facts.workload.ref, ...injectorRefs(facts)],
  };
}

interface Port {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

/** Ports of the application's own containers, or the one that an annotation names. */
function portsOf({ template }: Workload): Port[] {
  const declared = template.spec.containers
    .filter(({ name }) => !isProxyContainer(name))
    .flatMap(({ ports }) => ports);
  const annotated = Number(template.metadata.annotations[SERVICE_PORT]);
  if (declared.length > 0) return declared;
  return Number.isInteger(annotated) && annotated > 0
    ? [{ containerPort: annotated }]
    : [];
}

/** With ACLs on, a pod may only register a service that is called like its account. */
function serviceName({ template, name }: Workload): string {
  const [first] = (template.metadata.annotations[SERVICE] ?? '').split(',');
  const account = template.spec.serviceAccountName;
  return first || (account && account !== 'default' ? account : name);
}

function serviceManifest(workload: Workload): string | undefined {
  const { namespace, selector } = workload;
  if (!selector) return undefined;
  const ports = portsOf(workload).map(port => ({
    name: port.name ?? `port-${port.containerPort}`,
    port: port.containerPort,
    targetPort: port.containerPort,
    ...(port.protocol ? { protocol: port.protocol } : {}),
  }));
  return stringify({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName(workload), namespace },
    spec:
      ports.length > 0
        ? { selector, ports }
        : // A Service without ports has to be headless.
          { selector, clusterIP: 'None' },
  });
}

/** `kubectl expose` knows Deployments, and takes over the ports that they declare. */
function exposeCommand({ world, workload }: Facts): string | undefined {
  const { ref, namespace, template } = workload;
  const hasPorts = template.spec.containers.some(
    ({ ports }) => ports.length > 0,
  );
  if (ref.kind !== 'Deployment' || !hasPorts) return undefined;
  return kubectl(
    world.snapshot.cluster.kubectlContext,
    '-n',
    namespace,
    'expose',
    `deployment/${ref.name}`,
    `--name=${serviceName(workload)}`,
  );
}

/** No Service selects the pods, so that Consul knows of no service and no proxy. */
export function serviceMissing(facts: Facts): KnownReason {
  const { workload } = facts;
  const params = { ...namesOf(facts), service: serviceName(workload) };
  return {
    code: 'service-missing',
    text: text('reason.service-missing', params),
    fix: {
      text: text('fix.create-service', params),
      effect: text('effect.consul-registers'),
      manifest: serviceManifest(workload),
      command: exposeCommand(facts),
    },
    evidence: [
      workload.ref,
      namespaceRef(facts),
      ...podRefs(facts, workload.pods),
    ],
  };
}
