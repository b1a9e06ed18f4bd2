import type { ObjectRef } from '@meshport/plugin-mesh-common';

/** Plural names of the kinds that requests change. */
const PLURALS: Readonly<Record<string, string>> = {
  DaemonSet: 'daemonsets',
  Deployment: 'deployments',
  Gateway: 'gateways',
  Namespace: 'namespaces',
  Service: 'services',
  StatefulSet: 'statefulsets',
};

/** Where an API server has an object; throws for a kind that no request changes. */
export function objectPath({
  apiVersion,
  kind,
  namespace,
  name,
}: ObjectRef): string {
  const plural = PLURALS[kind];
  if (plural === undefined) throw new Error(`No request changes a ${kind}`);
  const root = apiVersion.includes('/')
    ? `/apis/${apiVersion}`
    : `/api/${apiVersion}`;
  const scope =
    namespace === undefined
      ? ''
      : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${root}${scope}/${plural}/${encodeURIComponent(name)}`;
}
