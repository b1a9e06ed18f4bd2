import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { MeshRequest } from '@meshport/plugin-mesh-common';
import type { RequestsConfig } from '../../config/requestsConfig';

/** Steps of a delivery are on the request's page; nobody is told of each. */
const QUIET: readonly string[] = [
  ...['step-started', 'step-done', 'step-failed', 'delivery-started'],
  ...['delivery-done', 'delivery-waiting', 'commented'],
];

/**
 * Tells those who may decide, the requester and the owners: one notification per request,
 * which is updated. Whether it arrives changes nothing about the request.
 */
export function noticesOf(options: {
  readonly notifications: NotificationService;
  readonly config: Pick<RequestsConfig, 'notify'>;
  readonly logger: LoggerService;
}): (request: MeshRequest) => void {
  const { notifications, config, logger } = options;
  return ({ id, kind, target, requestedBy, affects, history, state }) => {
    const last = history[history.length - 1];
    if (!last || QUIET.includes(last.event)) return;
    const recipients = [...config.notify, ...affects.owners, requestedBy];
    const what = `${kind} in ${target.namespace}`;
    const where = target.clusters.join(', ');
    const sending = notifications.send({
      recipients: {
        type: 'entity',
        entityRef: [...new Set(recipients)],
        excludeEntityRef: last.by,
      },
      payload: {
        title: `${what} (${where}): ${state}`,
        description: last.text.message,
        link: `/mesh/requests/${id}`,
        topic: 'mesh-requests',
        scope: `mesh-request-${id}`,
        severity: 'normal',
      },
    });
    sending.catch(error => {
      logger.warn('A notification about a request could not be sent', {
        request: id,
        cause: String(error),
      });
    });
  };
}
