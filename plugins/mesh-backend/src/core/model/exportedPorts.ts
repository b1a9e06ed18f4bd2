import type { ExportedPort, Service } from '@meshport/plugin-mesh-node';

/** The ports by which a Service is called. */
export function exportedPorts({ spec }: Service): ExportedPort[] {
  return spec.ports.map(({ name, port, protocol = 'TCP' }) => ({
    ...(name === undefined ? {} : { name }),
    port,
    protocol,
  }));
}
