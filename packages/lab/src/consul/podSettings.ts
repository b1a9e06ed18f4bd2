import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import type { InjectorSettings } from './injectorSettings.ts';

export const PREFIX = 'consul.hashicorp.com';

/** The injector refuses the pod, because of an annotation that it cannot read for example. */
export class InjectionRefused extends Error {}

/** What holds for one pod: the injector's settings, the namespace's labels, the pod's annotations; later ones win. */
export interface PodSettings extends InjectorSettings {
  excludeInboundPorts: string[];
  excludeOutboundPorts: string[];
  excludeOutboundCIDRs: string[];
  excludeUIDs: string[];
}

export function podSettings(
  pod: Pod,
  namespace: KubeObject | undefined,
  defaults: InjectorSettings,
): PodSettings {
  const annotation = (name: string) =>
    pod.metadata.annotations?.[`${PREFIX}/${name}`];
  const label = (name: string) =>
    namespace?.metadata.labels?.[`${PREFIX}/${name}`];
  const on = (text: string | undefined, otherwise: boolean) =>
    text === undefined ? otherwise : parseBoolean(text);
  const list = (name: string) => annotation(name)?.split(',') ?? [];
  const transparentProxy = on(
    annotation('transparent-proxy') ?? label('transparent-proxy'),
    defaults.transparentProxy,
  );
  return {
    ...defaults,
    transparentProxy,
    // Names are looked up at the proxy only where traffic is redirected to it.
    dns:
      transparentProxy &&
      on(annotation('consul-dns') ?? label('consul-dns'), defaults.dns),
    overwriteProbes: on(
      annotation('transparent-proxy-overwrite-probes'),
      defaults.overwriteProbes,
    ),
    metrics: on(annotation('enable-metrics'), defaults.metrics),
    scrapePort: annotation('prometheus-scrape-port') ?? defaults.scrapePort,
    scrapePath: annotation('prometheus-scrape-path') ?? defaults.scrapePath,
    lifecycle: on(
      annotation('enable-sidecar-proxy-lifecycle'),
      defaults.lifecycle,
    ),
    nativeSidecar: on(
      annotation('enable-consul-dataplane-as-sidecar'),
      defaults.nativeSidecar,
    ),
    proxyResources: resources(annotation, defaults.proxyResources),
    excludeInboundPorts: list('transparent-proxy-exclude-inbound-ports'),
    excludeOutboundPorts: list('transparent-proxy-exclude-outbound-ports'),
    excludeOutboundCIDRs: list('transparent-proxy-exclude-outbound-cidrs'),
    excludeUIDs: list('transparent-proxy-exclude-uids'),
  };
}

/** As Go's strconv.ParseBool reads it. */
export function parseBoolean(text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw new InjectionRefused(
    `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

function resources(
  annotation: (name: string) => string | undefined,
  defaults: NonNullable<Container['resources']>,
): NonNullable<Container['resources']> {
  const pick = (which: 'limit' | 'request') => {
    const own = ['cpu', 'memory'].flatMap(resource => {
      const text = annotation(`sidecar-proxy-${resource}-${which}`);
      return text === undefined ? [] : [[resource, text]];
    });
    return { ...defaults[`${which}s`], ...Object.fromEntries(own) };
  };
  const [limits, requests] = [pick('limit'), pick('request')];
  return {
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
  };
}
