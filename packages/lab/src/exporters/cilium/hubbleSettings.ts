import type { KubeObject } from '../../apiserver/KubeObject.ts';
import type { FleetView } from '../FleetView.ts';

/** What the agents of a cluster are told to count: by handler, the labels that its metrics get. */
type HubbleSettings = ReadonlyMap<string, readonly string[]>;

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

/** `tcp httpV2:exemplars=true;labelsContext=source_namespace,source_app` */
export function parseHandlers(text: string): HubbleSettings {
  const handlers = text.split(/\s+/).filter(Boolean);
  return new Map(
    handlers.map(handler => {
      const [name, options = ''] = handler.split(':');
      const context = options
        .split(';')
        .find(option => option.startsWith('labelsContext='));
      return [name, context?.split('=')[1].split(',') ?? []];
    }),
  );
}

/** Empty where Hubble is off or counts nothing. */
export function hubbleSettings(
  view: FleetView,
  cluster: string,
): HubbleSettings {
  const config = view
    .list<ConfigMap>(cluster, 'configmaps')
    .find(({ metadata }) => metadata.name === 'cilium-config');
  const { data = {} } = config ?? {};
  if (data['enable-hubble'] !== 'true') return new Map();
  return parseHandlers(data['hubble-metrics'] ?? '');
}
