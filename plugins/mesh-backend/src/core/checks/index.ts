import type { Check } from '@meshport/plugin-mesh-node';
import { alreadyEnrolled } from './already-enrolled';
import { alreadyExported } from './already-exported';
import { bpfMasquerade } from './bpf-masquerade';
import { callersOutsideMesh } from './callers-outside-mesh';
import { clusterNotLive } from './cluster-not-live';
import { cniExclusive } from './cni-exclusive';
import { conflictingDeclarations } from './conflicting-declarations';
import { consumersLoseService } from './consumers-lose-service';
import { gatewayApiMissing } from './gateway-api-missing';
import { globalServiceInvisibleToMesh } from './global-service-invisible-to-mesh';
import { hostNetwork } from './host-network';
import { linkMissing } from './link-missing';
import { linkerdPoliciesTakeEffect } from './linkerd-policies-take-effect';
import { meshNotInstalled } from './mesh-not-installed';
import { meshPortBlocked } from './mesh-port-blocked';
import { meshUnhealthy } from './mesh-unhealthy';
import { namespaceIgnored } from './namespace-ignored';
import { namespaceMissing } from './namespace-missing';
import { namespaceProtected } from './namespace-protected';
import { namespaceReserved } from './namespace-reserved';
import { namespaceTerminating } from './namespace-terminating';
import { namespaceWithoutOwner } from './namespace-without-owner';
import { nodeAgentNotReady } from './node-agent-not-ready';
import { notEnrolled } from './not-enrolled';
import { notExported } from './not-exported';
import { objectUnreadable } from './object-unreadable';
import { podSecurityForbidsInit } from './pod-security-forbids-init';
import { policiesLoseEffect } from './policies-lose-effect';
import { policiesTakeEffect } from './policies-take-effect';
import { portMismatch } from './port-mismatch';
import { probesBlocked } from './probes-blocked';
import { quotaExceeded } from './quota-exceeded';
import { restartWithoutEffect } from './restart-without-effect';
import { revisionNotFound } from './revision-not-found';
import { serverFirstPort } from './server-first-port';
import { serviceExternalName } from './service-external-name';
import { serviceHeadless } from './service-headless';
import { serviceMissing } from './service-missing';
import { serviceWithoutSelector } from './service-without-selector';
import { socketLbInPods } from './socket-lb-in-pods';
import { strictMtlsAfterLeaving } from './strict-mtls-after-leaving';
import { waypointNameTaken } from './waypoint-name-taken';
import { workloadMissing } from './workload-missing';
import { workloadOptsOut } from './workload-opts-out';
import { writerFailing } from './writer-failing';
import { writerIsOperator } from './writer-is-operator';
import { writerSuspended } from './writer-suspended';

/** All checks, in the order in which people are told: whether it can be done at all comes first. */
export const checks: readonly Check[] = [
  clusterNotLive,
  objectUnreadable,
  namespaceMissing,
  namespaceTerminating,
  namespaceReserved,
  namespaceIgnored,
  namespaceProtected,
  namespaceWithoutOwner,
  alreadyEnrolled,
  notEnrolled,
  conflictingDeclarations,
  meshNotInstalled,
  meshUnhealthy,
  revisionNotFound,
  cniExclusive,
  socketLbInPods,
  bpfMasquerade,
  nodeAgentNotReady,
  gatewayApiMissing,
  waypointNameTaken,
  meshPortBlocked,
  probesBlocked,
  hostNetwork,
  workloadOptsOut,
  serverFirstPort,
  policiesTakeEffect,
  linkerdPoliciesTakeEffect,
  callersOutsideMesh,
  podSecurityForbidsInit,
  quotaExceeded,
  restartWithoutEffect,
  workloadMissing,
  strictMtlsAfterLeaving,
  policiesLoseEffect,
  serviceMissing,
  serviceHeadless,
  serviceExternalName,
  serviceWithoutSelector,
  portMismatch,
  linkMissing,
  alreadyExported,
  notExported,
  globalServiceInvisibleToMesh,
  consumersLoseService,
  writerIsOperator,
  writerSuspended,
  writerFailing,
];
