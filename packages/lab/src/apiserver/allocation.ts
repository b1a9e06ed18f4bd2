import type { KubeObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { resourceId, type ResourceKind } from './kinds.ts';

/**
 * What the server itself assigns after ownership of fields was recorded: a Service's address, taken from its uid
 * out of 10.96.0.0/16, a pod's priority and standard tolerations, and the selector by which a Job finds its pods.
 */
export function allocate(kind: ResourceKind, object: KubeObject): KubeObject {
  switch (resourceId(kind)) {
    case 'services':
      return withClusterIp(object);
    case 'pods':
      return withSchedulingDefaults(object);
    case 'jobs.batch':
      return withJobSelector(object);
    default:
      return object;
  }
}

function withJobSelector(job: KubeObject): KubeObject {
  const spec = isJsonObject(job.spec) ? job.spec : {};
  if (spec.manualSelector === true || spec.selector) return job;
  const template = isJsonObject(spec.template) ? spec.template : {};
  const metadata = isJsonObject(template.metadata) ? template.metadata : {};
  const own = isJsonObject(metadata.labels) ? metadata.labels : {};
  const { uid, name } = job.metadata;
  const labels = {
    ...own,
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
  const selector = { 'batch.kubernetes.io/controller-uid': uid };
  return {
    ...job,
    spec: {
      ...spec,
      selector: { matchLabels: selector },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

function withClusterIp(service: KubeObject): KubeObject {
  const spec = isJsonObject(service.spec) ? service.spec : {};
  if (spec.type === 'ExternalName') return service;
  const address = spec.clusterIP || addressFrom(service.metadata.uid ?? '');
  return {
    ...service,
    spec: {
      ...spec,
      clusterIP: address,
      clusterIPs: spec.clusterIPs ?? [address],
      ipFamilies: spec.ipFamilies ?? ['IPv4'],
      ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack',
    },
  };
}

function addressFrom(uid: string): string {
  const number = parseInt(uid.slice(0, 4), 16) || 1;
  return `10.96.${number >> 8}.${number & 0xff}`;
}

function withSchedulingDefaults(pod: KubeObject): KubeObject {
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  const tolerations = Array.isArray(spec.tolerations) ? spec.tolerations : [];
  const missing = ['not-ready', 'unreachable']
    .map(condition => `node.kubernetes.io/${condition}`)
    .filter(key => !tolerations.some(t => tolerates(t, key)))
    .map(key => ({
      effect: 'NoExecute',
      key,
      operator: 'Exists',
      tolerationSeconds: 300,
    }));
  return {
    ...pod,
    spec: {
      ...spec,
      preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
      priority: spec.priority ?? 0,
      tolerations: [...tolerations, ...missing],
    },
  };
}

function tolerates(toleration: unknown, key: string): boolean {
  if (!isJsonObject(toleration)) return false;
  const everyKey = !toleration.key && toleration.operator === 'Exists';
  const everyEffect = !toleration.effect || toleration.effect === 'NoExecute';
  return everyEffect && (everyKey || toleration.key === key);
}
