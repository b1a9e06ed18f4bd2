import type { Service } from '../../controllers/objects.ts';
import { MIRROR, MIRRORED, type Link } from './link.ts';

const TOPOLOGY = [
  'service.kubernetes.io/topology-aware-hints',
  'service.kubernetes.io/topology-mode',
];

/** `group/*` excludes every key of that beginning. */
function isListed(key: string, list: readonly string[] = []): boolean {
  return list.some(entry =>
    entry.endsWith('/*') ? key.startsWith(entry.slice(0, -2)) : key === entry,
  );
}

/** The labels that every copy of a remote Service has: all of its own but those about mirroring. */
export function copiedLabels(
  remote: Service,
  { spec }: Pick<Link, 'spec'>,
): Record<string, string> {
  const own = Object.entries(remote.metadata.labels ?? {}).filter(
    ([key]) => !key.startsWith(MIRROR) && !isListed(key, spec.excludedLabels),
  );
  return { ...Object.fromEntries(own), [MIRRORED]: 'true' };
}

export function copiedAnnotations(
  remote: Service,
  { spec }: Pick<Link, 'spec'>,
): Record<string, string> {
  const own = Object.entries(remote.metadata.annotations ?? {}).filter(
    ([key]) =>
      !TOPOLOGY.includes(key) && !isListed(key, spec.excludedAnnotations),
  );
  return Object.fromEntries(own);
}

/** The ports without the node ports, which mean nothing elsewhere. */
export function copiedPorts({ spec }: Service): Service['spec']['ports'] {
  return (spec.ports ?? []).map(({ name, port, protocol, targetPort }) => ({
    ...(name === undefined ? {} : { name }),
    port,
    ...(protocol === undefined ? {} : { protocol }),
    ...(targetPort === undefined ? {} : { targetPort }),
  }));
}
