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

/**
 * One object, as a list of at most one: whoever may list a kind, as the portal's account
 * may, need not be allowed to get it, too. Throws for a kind that no request changes.
 */
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
  const query = new URLSearchParams({ fieldSelector: `metadata.name=${name}` });
  return `${root}${scope}/${plural}?${query}`;
}
