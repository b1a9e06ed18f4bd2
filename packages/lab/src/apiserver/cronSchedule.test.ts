import { parseSchedule } from './cronSchedule.ts';
import { KUBERNETES_KINDS } from './builtinKinds.ts';
import { KindRegistry } from './kinds.ts';
import { Store } from './Store.ts';

describe('a cron schedule', () => {
  it.each([
    ['0 4 * *', 'expected exactly 5 fields, found 4: [0 4 * *]'],
    [
      'a b c d e',
      'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax',
    ],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['0 0/00 * * *', 'step of range should be a positive number: 0/00'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['9-5 * * * *', 'beginning of range (9) beyond end of range (5): 9-5'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['@fortnightly', 'unrecognized descriptor: @fortnightly'],
    [
      '@every day',
      'failed to parse duration @every day: time: invalid duration "day"',
    ],
  ])('%s is refused with the reason', (text, reason) => {
    expect(() => parseSchedule(text)).toThrow(reason);
  });

  it.each([
    ['@daily', '0 0 * * *'],
    ['@weekly', '0 0 ? * SUN'],
    ['0 0 1 jan *', '@yearly'],
  ])('%s means %s', (text, other) => {
    expect(parseSchedule(text)).toEqual(parseSchedule(other));
  });
});

describe('a CronJob', () => {
  const aStore = () => {
    const store = new Store({
      clock: { now: () => new Date('2026-01-01T00:00:00Z') },
      kinds: new KindRegistry(KUBERNETES_KINDS),
    });
    store.create('namespaces', { metadata: { name: 'web' } }, BY_TEST);
    return store;
  };
  const BY_TEST = { manager: 'test' };
  const aCronJob = (schedule?: string) => ({
    metadata: { name: 'nightly', namespace: 'web' },
    spec: { schedule, jobTemplate: { spec: { template: {} } } },
  });

  it.each([
    [
      '*/0 * * * *',
      'CronJob.batch "nightly" is invalid: spec.schedule: Invalid value: "*/0 * * * *": step of range should be a positive number: */0',
    ],
    [
      'TZ=UTC 0 4 * * *',
      'spec.schedule: Invalid value: "TZ=UTC 0 4 * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
    [undefined, 'spec.schedule: Required value'],
  ])('with the schedule %p is refused', (schedule, problem) => {
    const store = aStore();
    expect(() =>
      store.create('cronjobs.batch', aCronJob(schedule), BY_TEST),
    ).toThrow(problem);
  });

  it('cannot be given a bad schedule later', () => {
    const store = aStore();
    store.create('cronjobs.batch', aCronJob('@daily'), BY_TEST);
    const ref = {
      resource: 'cronjobs.batch',
      namespace: 'web',
      name: 'nightly',
    };
    const body = { spec: { schedule: '*/0 * * * *' } };
    expect(() => store.patch(ref, { type: 'merge', body }, BY_TEST)).toThrow(
      'spec.schedule: Invalid value',
    );
  });
});
