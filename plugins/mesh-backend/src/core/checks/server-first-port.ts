import { type Check, serviceKind } from '@meshport/plugin-mesh-node';
import { joins, joinsLinkerd } from './engine/forms';
import { finding, found } from './engine/outcomes';

/** Opaque unless a namespace says otherwise (`proxy.opaquePorts` of Linkerd's chart). */
const DEFAULT_OPAQUE = [
  '25',
  '587',
  '3306',
  '4444',
  '5432',
  '6379',
  '9300',
  '11211',
];

/** FTP, SSH, SMTP, POP3, IMAP, MySQL, NATS, Galera. */
const SERVER_FIRST: readonly number[] = [
  21, 22, 25, 110, 143, 587, 3306, 4222, 4444,
];
const SERVER_FIRST_NAMES =
  /mysql|mariadb|galera|smtp|\bftp\b|\bssh\b|imap|pop3|nats/i;

/** `3000-3010` and `5432`, as annotations list them. */
function rangeOf(ports: string): readonly [number, number] {
  const [first = '', last = first] = ports.split('-');
  return [Number(first), Number(last)];
}

/**
 * The proxy waits for the client's first bytes to tell the protocol; a client that waits for
 * the server waits ten seconds (`linkerd check`, "opaque ports are properly annotated").
 */
export const serverFirstPort: Check = {
  id: 'server-first-port',
  title: 'A protocol in which the server speaks first',
  severity: 'warning',
  scope: 'namespace',
  audience: 'owner',
  needs: [serviceKind],
  appliesTo: (_, context) => joinsLinkerd(context),
  evaluate: ({ cluster, namespace }, { form, snapshot }) => {
    const profile = joins(form);
    const opaque = profile && 'opaquePorts' in profile && profile.opaquePorts;
    const ranges = (opaque || DEFAULT_OPAQUE).map(rangeOf);
    const isOpaque = (port: number) =>
      ranges.some(([first, last]) => first <= port && port <= last);
    const services = snapshot
      .kind(serviceKind)
      .items.filter(({ metadata }) => metadata.namespace === namespace);
    return found(
      services.flatMap(({ metadata: { name }, spec }) =>
        spec.ports
          .filter(({ port, name: called = '', appProtocol = '' }) => {
            const speaksFirst =
              SERVER_FIRST.includes(port) ||
              SERVER_FIRST_NAMES.test(`${called} ${appProtocol}`);
            return speaksFirst && !isOpaque(port);
          })
          .map(({ port }) =>
            finding('server-first-port', {
              subject: {
                cluster,
                apiVersion: 'v1',
                kind: 'Service',
                namespace,
                name,
              },
              params: { port },
            }),
          ),
      ),
    );
  },
};
