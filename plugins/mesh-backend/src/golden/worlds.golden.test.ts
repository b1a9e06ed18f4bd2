import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Membership } from '@meshport/plugin-mesh-common';
import { buildModel } from '../core/buildModel';
import { builtInMeshes } from '../core/meshes';
import { FIXTURES, worldNames, worldSnapshot } from './fixtureWorlds';

/**
 * The model that is made of each fixture world. A changed model is accepted with
 *
 *   ACCEPT_GOLDEN=1 yarn workspace @meshport/plugin-mesh-backend test src/golden
 *
 * and reviewed as a diff of `model.json`.
 */
function modelOf(world: string) {
  const model = buildModel(worldSnapshot(world), builtInMeshes);
  return { ...model, workloads: Object.fromEntries(model.workloads) };
}

function summaryOf({ state, pods, reasons }: Membership): string {
  const codes = reasons.map(({ code }) => code);
  return [state, `${pods.enrolled}/${pods.total}`, ...codes].join(' ');
}

describe.each(worldNames)('world %s', world => {
  it('makes the accepted model', () => {
    const path = join(FIXTURES, world, 'model.json');
    const made = `${JSON.stringify(modelOf(world), null, 2)}\n`;
    if (process.env.ACCEPT_GOLDEN && !process.env.CI) writeFileSync(path, made);
    expect(made).toBe(readFileSync(path, 'utf8'));
  });

  it('makes sentences without holes', () => {
    const messages = [
      ...JSON.stringify(modelOf(world)).matchAll(/"message":"([^"]*)"/g),
    ].map(([, message]) => message);
    expect(messages.length).toBeGreaterThan(0);
    expect(
      messages.filter(message =>
        /\{\{|undefined|\s[.,;]|\s\s|^[a-z-]+\./.test(message ?? ''),
      ),
    ).toEqual([]);
  });
});

/** Written by hand from the fixtures, so that accepting cannot hide a mistake. */
const EXPECTED: Record<string, Record<string, string>> = {
  'sidecar-revisions': {
    'apps/StatefulSet/pay/ledger': 'pending-restart 2/2 pod-has-old-revision',
    'apps/Deployment/shop/cart': 'pending-restart 2/3 pod-predates-injection',
    'apps/Deployment/istio-system/istiod': 'idle 0/0 part-of-the-mesh',
    'apps/Deployment/istio-system/istiod-canary': 'idle 0/0 part-of-the-mesh',
  },
  'enrolment-cases': {
    'apps/Deployment/opted-out/api': 'opted-out 0/1 pod-opted-out',
    'apps/DaemonSet/host-network/agent': 'misconfigured 0/2 host-network',
    'apps/StatefulSet/bad-revision/api': 'misconfigured 1/1 revision-not-found',
    'apps/StatefulSet/two-labels/api': 'misconfigured 1/1 conflicting-labels',
    'apps/StatefulSet/injector-down/api':
      'misconfigured 1/2 injector-unavailable',
    'apps/StatefulSet/was-enrolled/api':
      'pending-restart 1/2 pod-outlives-injection',
    'apps/Deployment/scaled-to-zero/api': 'idle 0/0 no-pods',
    'apps/DaemonSet/kube-system/kube-proxy':
      'not-enrolled 0/1 namespace-not-labelled',
    '/Pod/kube-system/etcd-control-plane':
      'not-enrolled 0/1 namespace-not-labelled',
    'batch/CronJob/batch/report': 'idle 0/0 no-pods',
    'batch/Job/batch/migrate': 'pending-restart 0/1 pod-predates-injection',
    'argoproj.io/Rollout/progressive/web': 'partial 1/2 pod-opted-out',
    'apps/StatefulSet/mixed/stable': 'enrolled 1/1',
    'apps/StatefulSet/mixed/beta': 'not-enrolled 0/1 namespace-not-labelled',
    'apps/Deployment/istio-system/istiod': 'idle 0/0 part-of-the-mesh',
    'apps/Deployment/istio-system/istiod-blue': 'idle 0/0 part-of-the-mesh',
  },
  'istio-real': {
    'apps/DaemonSet/istio-system/istio-cni-node':
      'not-enrolled 0/1 part-of-the-mesh',
    'apps/DaemonSet/istio-system/ztunnel': 'not-enrolled 0/1 part-of-the-mesh',
    'apps/Deployment/amb/cart': 'pending-restart 1/2 pod-predates-injection',
    'apps/Deployment/amb/waypoint': 'enrolled 1/1 part-of-the-mesh',
    'apps/Deployment/istio-system/istiod': 'idle 0/0 part-of-the-mesh',
    'apps/Deployment/istio-system/istiod-canary': 'idle 0/0 part-of-the-mesh',
    'apps/Deployment/rev1/cart': 'enrolled 1/1',
    'apps/Deployment/shop/cart': 'enrolled 2/2',
  },
  'istio-primary-remote': {
    'apps/Deployment/catalogue/items':
      'pending-restart 1/2 pod-predates-injection',
    'apps/Deployment/istio-system/istio-eastwestgateway':
      'enrolled 1/1 part-of-the-mesh',
    'apps/Deployment/reviews/stars': 'misconfigured 0/1 revision-not-found',
    'apps/Deployment/shop/cart': 'enrolled 2/2',
    'apps/Deployment/tools/mailer': 'not-enrolled 0/1 namespace-not-labelled',
  },
  'unreadable-inputs': {
    'apps/StatefulSet/shop/api': 'unknown 1/1 input-unreadable',
    'apps/Deployment/istio-system/istiod':
      'unknown 0/0 input-unreadable part-of-the-mesh',
  },
  'cilium-cases': {
    'apps/DaemonSet/kube-system/cilium': 'not-enrolled 0/3 part-of-the-mesh',
    'apps/DaemonSet/kube-system/cilium-envoy':
      'not-enrolled 0/3 part-of-the-mesh',
    'apps/DaemonSet/kube-system/ztunnel-cilium':
      'not-enrolled 0/3 part-of-the-mesh',
    'apps/Deployment/kube-system/cilium-operator':
      'not-enrolled 0/1 part-of-the-mesh',
    'apps/Deployment/kube-system/clustermesh-apiserver':
      'not-enrolled 0/1 part-of-the-mesh',
    'apps/Deployment/vaults/safe': 'enrolled 2/2',
    'apps/Deployment/vaults/lock':
      'misconfigured 1/2 ztunnel-not-ready-on-node',
    'apps/Deployment/vaults/probe': 'misconfigured 0/1 host-network',
    'apps/Deployment/vaults/spare': 'idle 0/0 no-pods',
    'apps/Deployment/both/torn':
      'enrolled 1/1 + misconfigured 0/1 conflicting-labels',
    'apps/Deployment/shop/cart': 'enrolled 2/2',
    'apps/Deployment/shop/web': 'not-enrolled 0/1 namespace-not-labelled',
    'apps/Deployment/streams/broker': 'enrolled 1/1',
    'apps/Deployment/edge/assets': 'enrolled 1/1',
    'apps/Deployment/edge/search': 'enrolled 1/1',
    'apps/Deployment/edge/ads': 'not-enrolled 0/1 namespace-not-labelled',
  },
  'linkerd-real': { 'apps/Deployment/web/cart': 'enrolled 1/1' },
  'consul-real': { 'apps/Deployment/csl/cart': 'enrolled 1/1' },
  'consul-wan-federation': {
    'apps/Deployment/shop/cart': 'enrolled 2/2',
    'apps/Deployment/shop/checkout': 'enrolled 1/1',
    'apps/Deployment/tools/mailer': 'not-enrolled 0/1 namespace-not-labelled',
    'apps/Deployment/tools/sampler': 'misconfigured 1/1 service-missing',
    'apps/Deployment/consul/consul-connect-injector':
      'not-enrolled 0/1 part-of-the-mesh',
    'apps/Deployment/consul/consul-mesh-gateway':
      'enrolled 1/1 part-of-the-mesh',
    'apps/Deployment/consul/consul-webhook-cert-manager':
      'not-enrolled 0/1 part-of-the-mesh',
    'apps/StatefulSet/consul/consul-server':
      'not-enrolled 0/1 part-of-the-mesh',
  },
  leftovers: {
    'apps/StatefulSet/legacy/old': 'misconfigured 1/1 revision-not-found',
    'apps/StatefulSet/shop/api': 'not-enrolled 0/1 no-mesh-installed',
  },
};

describe.each(worldNames)('workloads of world %s', world => {
  it('are as written by hand', () => {
    const { workloads } = modelOf(world);
    const summaries = Object.entries(workloads).map(([key, { membership }]) => [
      key,
      membership.map(summaryOf).join(' + '),
    ]);
    expect(Object.fromEntries(summaries)).toEqual(EXPECTED[world]);
  });
});
