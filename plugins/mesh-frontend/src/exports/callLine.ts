import type { ExportTarget } from '@meshport/plugin-mesh-common';

type Port = ExportTarget['ports'][number];

/** What a port speaks, by the prefix that Kubernetes and meshes agree on. */
function schemeOf({ name = '' }: Port): string {
  if (/^https(-|$)/.test(name)) return 'https';
  return /^http2?(-|$)/.test(name) ? 'http' : 'telnet';
}

/**
 * A line that tries the first port from a pod: over HTTP where its name says so, else
 * whether it opens at all, whatever it speaks. Undefined where nothing can be tried so.
 */
export function callLine({
  host,
  ports,
}: Pick<ExportTarget, 'host' | 'ports'>): string | undefined {
  const port = ports.find(({ protocol }) => protocol === 'TCP');
  if (!host || !port) return undefined;
  const url = `${schemeOf(port)}://${host}:${port.port}`;
  return `curl -v --max-time 5 ${url}`;
}
