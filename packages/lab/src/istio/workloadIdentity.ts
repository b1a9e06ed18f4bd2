import type { Pod } from '../controllers/objects.ts';

export interface WorkloadIdentity {
  /** Name of the Deployment, StatefulSet, CronJob, ... that the pod belongs to. */
  name: string;
  /** `kubernetes://apis/apps/v1/namespaces/NS/deployments/NAME` */
  owner: string;
  canonicalName: string;
  canonicalRevision: string;
}

/** What istiod derives from a pod's owner and labels for telemetry (`GetDeployMetaFromPod`, the canonical labels). */
export function workloadIdentity(pod: Pod): WorkloadIdentity {
  const { labels = {}, namespace } = pod.metadata;
  const { name, kind, apiVersion } = workloadOf(pod);
  const plural = `${kind.toLowerCase()}s`;
  return {
    name,
    owner: `kubernetes://apis/${apiVersion}/namespaces/${namespace}/${plural}/${name}`,
    canonicalName:
      labels['service.istio.io/canonical-name'] ??
      labels['app.kubernetes.io/name'] ??
      labels.app ??
      name,
    canonicalRevision:
      labels['service.istio.io/canonical-revision'] ??
      labels['app.kubernetes.io/version'] ??
      labels.version ??
      'latest',
  };
}

function workloadOf(pod: Pod): {
  name: string;
  kind: string;
  apiVersion: string;
} {
  const owner = pod.metadata.ownerReferences?.find(
    reference => reference.controller,
  );
  if (!owner) return { name: pod.metadata.name, kind: 'Pod', apiVersion: 'v1' };
  const hash = pod.metadata.labels?.['pod-template-hash'];
  if (owner.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) {
    return {
      name: owner.name.slice(0, -hash.length - 1),
      kind: 'Deployment',
      apiVersion: 'apps/v1',
    };
  }
  const cron = /^(.+)-\d{8,10}$/.exec(owner.name);
  if (owner.kind === 'Job' && cron)
    return { name: cron[1], kind: 'CronJob', apiVersion: 'batch/v1' };
  return { name: owner.name, kind: owner.kind, apiVersion: owner.apiVersion };
}
