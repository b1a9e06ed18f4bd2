import { podKind } from '@meshport/plugin-mesh-node';
import {
  clusterFailureText,
  kindFailureText,
  listFailureText,
} from './failureTexts';
import { UnreachableError } from './requestErrors';

/** As undici says that a stream ended: its class says nothing to a reader. */
const TERMINATED = new TypeError('terminated');
const RESET = new TypeError('terminated', {
  cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
});

describe('a connection that was lost is told in words', () => {
  it.each<[string, unknown, string]>([
    [
      'without a code',
      TERMINATED,
      'The connection for pods was lost. The portal keeps trying.',
    ],
    [
      'with the code to look up',
      RESET,
      'The connection for pods was lost (ECONNRESET). The portal keeps trying.',
    ],
  ])('%s, of a kind', (_, error, message) => {
    expect(kindFailureText(error, podKind, 'watch').message).toBe(message);
  });

  it.each<[string, unknown, string]>([
    [
      'without a code',
      TERMINATED,
      'The API server cannot be reached: the connection was lost, or could not be made. The portal keeps trying.',
    ],
    [
      'with the code to look up',
      RESET,
      'The API server cannot be reached: the connection was lost, or could not be made (ECONNRESET). The portal keeps trying.',
    ],
    [
      'on the way through the portal',
      new UnreachableError('portal', ''),
      "The portal's Kubernetes plugin did not pass the request on. The portal keeps trying.",
    ],
    [
      'for a certificate without a code',
      new UnreachableError('certificate', ''),
      'The certificate of the API server is not trusted. Check the certificate authority (caData) that the portal has for this cluster.',
    ],
  ])('%s, of a cluster', (_, error, message) => {
    expect(clusterFailureText(error).message).toBe(message);
  });

  it('of the list of clusters', () => {
    expect(listFailureText(TERMINATED).message).toMatch(
      /^The list of clusters cannot be read from the portal's Kubernetes plugin\. /,
    );
  });
});
