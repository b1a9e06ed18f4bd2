import type {
  ConsumingSide,
  DeclaredExport,
  EndpointCount,
  ExportFacts,
  ExportPair,
} from '@meshport/plugin-mesh-node';

/** `shop/cart` with an HTTP port and three ready pods. */
export function aDeclaredExport(
  fields: Partial<DeclaredExport> = {},
): DeclaredExport {
  return {
    mechanism: 'linkerd-mirror',
    namespace: 'shop',
    name: 'cart',
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    headless: false,
    endpoints: { ready: 3, total: 3 },
    ...fields,
  };
}

export function someExportFacts<Details>(
  fields: Partial<ExportFacts<Details>> & { details: Details },
): ExportFacts<Details> {
  return {
    ...{ declared: [], arrived: [], links: [], keptBy: {}, unreadable: [] },
    ...fields,
  };
}

/** `west` offers, `east` could use it and has the namespace `shop`. */
export function aPair<Details>(options: {
  from: Details;
  to: Details;
  namespaces?: readonly string[];
  services?: Readonly<Record<string, EndpointCount>>;
  meshes?: readonly string[];
  sameSet?: boolean;
}): ExportPair<Details> {
  const { namespaces = ['shop'], services = {}, meshes = [] } = options;
  const to: ConsumingSide<Details> = {
    cluster: 'east',
    kubectlContext: 'east-admin',
    facts: someExportFacts({ details: options.to }),
    meshes,
    hasNamespace: name => namespaces.includes(name),
    endpointsOf: (namespace, name) => services[`${namespace}/${name}`],
  };
  return {
    from: {
      cluster: 'west',
      kubectlContext: 'west-admin',
      facts: someExportFacts({ details: options.from }),
    },
    to,
    sameSet: options.sameSet ?? true,
    means: alias => alias === 'west',
  };
}
