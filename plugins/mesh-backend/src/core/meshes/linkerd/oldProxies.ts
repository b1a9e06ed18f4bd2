import { createHash } from 'node:crypto';
import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import type { Pod } from '@meshport/plugin-mesh-node';
import { type EnrolledPod, namespaceRef, podRefs } from '../sidecar/facts';
import { outageOf } from '../sidecar/injector';
import { restartOrWait } from '../sidecar/outage';
import type { ControlPlane } from './controlPlane';
import type { Facts } from './facts';
import { CONFIG_PROXY_VERSION } from './names';
import type { Proxy } from './proxies';

/** Version of the proxy that the injector would add now; undefined where not known. */
function versionNow({ world, workload, namespace }: Facts): string | undefined {
  const { values, injector } = world.controlPlane;
  return (
    workload.template.metadata.annotations[CONFIG_PROXY_VERSION] ||
    namespace?.metadata.annotations[CONFIG_PROXY_VERSION] ||
    values?.proxy.image.version ||
    values?.linkerdVersion ||
    injector?.component?.version
  );
}

const HASH_OF_NOTHING = createHash('sha256').update('').digest('hex');

/**
 * Hash of the trust anchors that the injector would give now. Undefined where they are
 * not in its values: an external CA keeps them elsewhere, and every pod has the hash of
 * nothing.
 */
function trustRootOf({ values }: ControlPlane): string | undefined {
  const hash = values?.identityTrustAnchorsPEM;
  if (values?.identity.externalCA || hash === HASH_OF_NOTHING) return undefined;
  return hash;
}

type Enrolled = EnrolledPod<Proxy>;

function renew(facts: Facts, pods: readonly Pod[]): Fix {
  const outage = outageOf(facts);
  return restartOrWait(facts, pods, { purpose: 'renew', outage });
}

function oldVersion(
  facts: Facts,
  old: readonly Enrolled[],
  asked: string,
): KnownReason {
  const pods = old.map(({ pod }) => pod);
  const versions = new Set(old.map(({ proxy }) => proxy.version));
  const { config } = facts.world.controlPlane;
  return {
    code: 'pod-has-old-revision',
    text: text('reason.pod-has-old-revision.linkerd-version', {
      count: pods.length,
      actual: [...versions].sort().join(', '),
      asked,
    }),
    fix: renew(facts, pods),
    evidence: [
      ...(config ? [config] : [namespaceRef(facts)]),
      ...podRefs(facts, pods),
    ],
  };
}

function oldTrustRoot(facts: Facts, old: readonly Enrolled[]): KnownReason {
  const pods = old.map(({ pod }) => pod);
  const { config } = facts.world.controlPlane;
  return {
    code: 'pod-has-old-revision',
    text: text('reason.pod-has-old-revision.linkerd-trust-root', {
      count: pods.length,
    }),
    fix: renew(facts, pods),
    evidence: [...(config ? [config] : []), ...podRefs(facts, pods)],
  };
}

/**
 * Proxies that are not what the injector would add now, by version or by the trust
 * anchors that they have. A pod is told once: a restart mends both.
 */
export function podsWithOldProxy(facts: Facts): KnownReason[] {
  const version = versionNow(facts);
  const root = trustRootOf(facts.world.controlPlane);
  const hasOldVersion = ({ proxy }: Enrolled) =>
    version !== undefined &&
    proxy.version !== undefined &&
    proxy.version !== version;
  const hasOldRoot = ({ proxy }: Enrolled) =>
    root !== undefined &&
    proxy.trustRoot !== undefined &&
    proxy.trustRoot !== root;
  const byVersion = facts.enrolled.filter(hasOldVersion);
  const byRoot = facts.enrolled.filter(
    one => !hasOldVersion(one) && hasOldRoot(one),
  );
  return [
    ...(byVersion.length > 0
      ? [oldVersion(facts, byVersion, version ?? '')]
      : []),
    ...(byRoot.length > 0 ? [oldTrustRoot(facts, byRoot)] : []),
  ];
}
