import type { JsonObject, KubeObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { child, objects, setMissing } from './fields.ts';

const group = 'gateway.networking.k8s.io';

/** The defaults in the schemas of the Gateway API 1.6 that clients read most. */
export const GATEWAY_API_DEFAULTERS: Readonly<
  Record<string, (object: KubeObject, spec: JsonObject) => void>
> = {
  [`gateways.${group}`]: (_object, spec) =>
    objects(spec.listeners).forEach(listenerDefaults),
  [`httproutes.${group}`]: (_object, spec) =>
    routeDefaults(spec, { path: { type: 'PathPrefix', value: '/' } }),
  [`grpcroutes.${group}`]: (_object, spec) => routeDefaults(spec),
  [`tlsroutes.${group}`]: (_object, spec) => routeDefaults(spec),
  [`tcproutes.${group}`]: (_object, spec) => routeDefaults(spec),
};

function listenerDefaults(listener: JsonObject): void {
  const routes = child(listener, 'allowedRoutes');
  setMissing(child(routes, 'namespaces'), { from: 'Same' });
  if (!isJsonObject(listener.tls)) return;
  setMissing(listener.tls, { mode: 'Terminate' });
  for (const ref of objects(listener.tls.certificateRefs))
    setMissing(ref, { group: '', kind: 'Secret' });
}

/** `match`: what a rule without matches matches. */
function routeDefaults(spec: JsonObject, match?: JsonObject): void {
  for (const parent of objects(spec.parentRefs))
    setMissing(parent, { group, kind: 'Gateway' });
  for (const rule of objects(spec.rules)) {
    if (match) setMissing(rule, { matches: [match] });
    for (const backend of objects(rule.backendRefs))
      setMissing(backend, { group: '', kind: 'Service', weight: 1 });
  }
}
