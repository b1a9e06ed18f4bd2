import { aWholeCluster } from '../testing/answers';
import { isRead } from './isRead';

const { counts } = aWholeCluster('north');
const NOTHING = { ...counts, namespaces: 0 };
const SOME = { ...counts, namespaces: 3 };

it.each([
  ['live', NOTHING, true],
  ['syncing', SOME, false],
  ['unreachable', NOTHING, false],
  ['unreachable', SOME, true],
  ['unsupported', NOTHING, false],
] as const)('a cluster that is %s', (status, has, expected) => {
  expect(isRead(aWholeCluster('north', { status, counts: has }))).toBe(
    expected,
  );
});
