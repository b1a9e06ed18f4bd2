import { type Fix, type KnownReason, text } from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportPair,
  OfferingSide,
} from '@meshport/plugin-mesh-node';
import { stringify } from 'yaml';
import { inItsPlace } from '../../../links/exportReasons';
import { kubectl } from '../../../model/kubectl';
import { EXPORTED, FEDERATED } from '../names';
import type {
  ExportPart,
  KnownLink,
  LinkerdExportDetails,
  Outcome,
} from './details';

type Side = OfferingSide<LinkerdExportDetails>;
export type Pair = ExportPair<LinkerdExportDetails>;

/** Starts again what was scaled to zero, and anew what does not get ready. */
function startAgain(
  { kubectlContext }: Side,
  { ref, wanted }: ExportPart,
): string {
  const object = `${ref.kind.toLowerCase()}/${ref.name}`;
  const how =
    wanted === 0
      ? ['scale', object, '--replicas=1']
      : ['rollout', 'restart', object];
  return kubectl(kubectlContext, '-n', ref.namespace ?? '', ...how);
}

/** The gateway in the offering cluster, as the other one sees it. */
export function gatewayDown({ from, to }: Pair): KnownReason {
  const gateway = from.facts?.details.gateway;
  const params = { from: from.cluster, cluster: to.cluster };
  const isZero = gateway?.wanted === 0;
  const started = isZero ? 'fix.start-gateway' : 'fix.restart-gateway';
  return {
    code: 'gateway-down',
    text: text(
      `reason.gateway-down.${isZero ? 'scaled-to-zero' : 'not-ready'}`,
      params,
    ),
    fix: gateway
      ? { text: text(started, params), command: startAgain(from, gateway) }
      : { text: text('fix.look-at-gateway', params) },
    evidence: gateway ? [gateway.ref] : [],
  };
}

function addController({ name, hasGateway }: KnownLink): string {
  const link = { ref: { name } };
  const gateway = hasGateway ? {} : { gateway: { enabled: false } };
  return stringify({ controllers: [{ link, ...gateway }] });
}

/** What copies services into the consuming cluster, where it does not run. */
export function controllerDown(
  { from, to }: Pair,
  link: KnownLink,
): KnownReason {
  const { controller, ref } = link;
  const params = {
    ...{ from: from.cluster, cluster: to.cluster, link: link.name },
    controller: controller?.ref.name ?? '',
  };
  const isZero = controller?.wanted === 0;
  const down = isZero ? 'scaled-to-zero' : 'not-ready';
  const fixId = isZero
    ? 'fix.start-mirror-controller'
    : 'fix.restart-mirror-controller';
  return {
    code: 'mirror-controller-down',
    text: text(
      `reason.mirror-controller-down.${controller ? down : 'missing'}`,
      params,
    ),
    fix: controller
      ? { text: text(fixId, params), command: startAgain(to, controller) }
      : {
          text: text('fix.add-mirror-controller', params),
          manifest: addController(link),
        },
    evidence: [ref, ...(controller ? [controller.ref] : [])],
  };
}

function removeLabel(
  { kubectlContext }: Side,
  { namespace, name }: DeclaredExport,
  label: string,
): string {
  return kubectl(
    kubectlContext,
    ...['-n', namespace, 'label', 'service', name, `${label}-`],
  );
}

function serviceRef({ cluster }: Side, { namespace, name }: DeclaredExport) {
  return { cluster, apiVersion: 'v1', kind: 'Service', namespace, name };
}

export function headlessNotFederated(
  { from }: Pair,
  declared: DeclaredExport,
): KnownReason {
  const { namespace, name } = declared;
  const params = { from: from.cluster, namespace, name };
  return {
    code: 'headless-not-federated',
    text: text('reason.headless-not-federated', params),
    fix: inItsPlace(
      {
        text: text('fix.leave-federation', params),
        command: removeLabel(from, declared, FEDERATED),
      },
      from,
      declared,
    ),
    evidence: [serviceRef(from, declared)],
  };
}

/** The controller says so in the status of its Link. */
export function refused(
  { from, to }: Pair,
  declared: DeclaredExport,
  { link, outcome }: { link: KnownLink; outcome: Outcome },
): KnownReason {
  const { namespace, name } = declared;
  const params = {
    ...{ from: from.cluster, cluster: to.cluster, namespace, name },
    message: outcome.message || outcome.reason,
  };
  const label = outcome.federated ? FEDERATED : EXPORTED;
  return {
    code: 'service-not-mirrored',
    text: text('reason.service-not-mirrored.refused', params),
    fix: inItsPlace(
      {
        text: text('fix.stop-export', params),
        command: removeLabel(from, declared, label),
      },
      from,
      declared,
    ),
    evidence: [link.ref, serviceRef(from, declared)],
  };
}

/** Nothing is known to be wrong, and it is not there: the controller's log would tell. */
export function pending(
  { from, to }: Pair,
  { namespace, name }: DeclaredExport,
  link: KnownLink,
): KnownReason {
  const { controller } = link;
  const params = {
    ...{ from: from.cluster, cluster: to.cluster, namespace, name },
    ...{ link: link.name, controller: controller?.ref.name ?? '' },
  };
  const fix: Fix = {
    text: text('fix.restart-mirror-controller', params),
    ...(controller ? { command: startAgain(to, controller) } : {}),
  };
  return {
    code: 'service-not-mirrored',
    text: text('reason.service-not-mirrored.pending', params),
    fix,
    evidence: [link.ref],
  };
}
