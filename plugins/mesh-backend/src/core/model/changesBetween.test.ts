import {
  aDeployment,
  aNamespace,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { builtInMeshes } from '../meshes';
import { aPeerAuthentication } from '../meshes/istio/testing/istioObjects';
import { changeBasis, changesBetween } from './changesBetween';

const KINDS = builtInMeshes.flatMap(mesh => mesh.kinds);
const AT = '2026-11-14T08:00:00.000Z';
const PART = 'peerauthentications.security.istio.io';

/** Objects at one moment, and what could not be read then. */
interface Moment {
  readonly objects: readonly KubeObject[];
  readonly states?: SnapshotOptions['states'];
}

/** What is told after the last of some moments. */
function told(...moments: readonly Moment[]) {
  let basis: ReturnType<typeof changeBasis> | undefined;
  let changes: string[] = [];
  for (const { objects, states } of moments) {
    const snapshot = aSnapshot(objects, { kinds: KINDS, states });
    const next = changeBasis(snapshot, KINDS, basis);
    const found = basis ? changesBetween(basis, next, AT) : [];
    changes = found.map(({ at, kind, object, scale }) => {
      expect(at).toBe(AT);
      const pods = scale ? ` ${scale.before}>${scale.after}` : '';
      return `${kind} ${object.kind} ${object.name}${pods}`;
    });
    basis = next;
  }
  return changes;
}

const policy = aPeerAuthentication({ name: 'strict' });
const forbidden = { [PART]: { status: 'forbidden' } } as const;

describe('what changes from one snapshot to the next', () => {
  it.each<[string, readonly string[], Moment[]]>([
    [
      'a Deployment is scaled',
      ['scaled Deployment cart 1>3'],
      [
        { objects: [aDeployment()] },
        { objects: [aDeployment({ replicas: 3 })] },
      ],
    ],
    [
      'a StatefulSet is scaled to nothing',
      ['scaled StatefulSet cart 2>0'],
      [
        { objects: [aStatefulSet({ replicas: 2 })] },
        { objects: [aStatefulSet({ replicas: 0 })] },
      ],
    ],
    [
      'objects are gone',
      [
        'deleted Deployment cart',
        'deleted Namespace shop',
        'deleted PeerAuthentication strict',
      ],
      [{ objects: [aDeployment(), aNamespace(), policy] }, { objects: [] }],
    ],
    [
      'something new is told by itself',
      [],
      [{ objects: [] }, { objects: [aDeployment(), policy] }],
    ],
    [
      'a kind that cannot be read any more has lost nothing',
      [],
      [{ objects: [policy] }, { objects: [], states: forbidden }],
    ],
    [
      'what went while nobody could look is told afterwards',
      ['deleted PeerAuthentication strict'],
      [
        { objects: [policy] },
        { objects: [], states: forbidden },
        { objects: [] },
      ],
    ],
    ['the first look tells nothing', [], [{ objects: [policy] }]],
  ])('%s', (_title, expected, moments) => {
    expect(told(...moments)).toEqual(expected);
  });
});
