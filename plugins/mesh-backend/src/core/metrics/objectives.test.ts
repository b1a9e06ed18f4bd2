import { text } from '@meshport/plugin-mesh-common';
import { entityObjectives, objectivesOf } from './objectives';

const entity = (annotations: Record<string, string>) =>
  entityObjectives({ ref: 'component:default/cart', annotations });

const SUCCESS = 'meshport.io/objective-success';
const P99 = 'meshport.io/objective-p99-ms';

describe('objectives', () => {
  it('are the defaults where nobody chose any', () => {
    expect(objectivesOf([], {}).objectives).toEqual({
      successRatio: { value: 0.999, from: 'default' },
      p99Ms: { value: 500, from: 'default' },
      crossClusterOverheadMs: { value: 50, from: 'default' },
      minRequests: 60,
    });
  });

  it('are those of the annotation before those of the configuration', () => {
    const asked = entity({ [SUCCESS]: '99.95', unrelated: 'x' });
    const { objectives } = objectivesOf(asked ? [asked] : [], {
      successRatio: 0.9,
      p99Ms: 300,
      minRequests: 10,
    });
    expect(objectives).toMatchObject({
      successRatio: { value: 0.9995, from: 'annotation' },
      p99Ms: { value: 300, from: 'config' },
      minRequests: 10,
    });
  });

  it('are the strictest where entities differ', () => {
    const all = [
      entity({ [SUCCESS]: '99', [P99]: '100' }),
      entity({ [SUCCESS]: '99.9', [P99]: '200' }),
    ].flatMap(one => one ?? []);
    expect(objectivesOf(all, {}).objectives).toMatchObject({
      successRatio: { value: 0.9990000000000001 },
      p99Ms: { value: 100 },
    });
  });

  it('are nothing of an entity that has no such annotation', () => {
    expect(entity({ unrelated: 'x' })).toBeUndefined();
  });

  it.each([
    [SUCCESS, '100'],
    [SUCCESS, '0'],
    [SUCCESS, '99,9'],
    [SUCCESS, '99.9%'],
    [SUCCESS, 'NaN'],
    [SUCCESS, ''],
    [SUCCESS, '-1'],
    [SUCCESS, '1e1'],
    [P99, '0'],
    [P99, '300ms'],
    [P99, 'Infinity'],
    [P99, '99999999'],
  ])(
    'stay as they are where %s is "%s", which is said',
    (annotation, value) => {
      const asked = entity({ [annotation]: value });
      const { objectives, problems } = objectivesOf(asked ? [asked] : [], {});
      expect(objectives).toEqual(objectivesOf([], {}).objectives);
      const [{ message }] = problems.map(one => text(one.id, one.params));
      expect(message).toContain(annotation);
      expect(message).toContain(`"${value}"`);
      expect(message).toContain('component:default/cart');
    },
  );
});
