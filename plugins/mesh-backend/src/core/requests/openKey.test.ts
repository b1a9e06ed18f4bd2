import type { RequestForm, RequestState } from '@meshport/plugin-mesh-common';
import { formKey, openKey } from './openKey';

const form: RequestForm = {
  kind: 'workload-restart',
  clusters: ['west', 'east'],
  namespace: 'shop',
  workloads: [
    { kind: 'Deployment', name: 'cart' },
    { kind: 'Deployment', name: 'basket' },
  ],
};

describe('the key of an open request', () => {
  it('is the same in whatever order clusters and workloads are named', () => {
    const other: RequestForm = {
      ...form,
      clusters: ['east', 'west'],
      workloads: [...form.workloads].reverse(),
    };
    expect(formKey(other)).toBe(formKey(form));
  });

  it('is another one for another cluster', () => {
    expect(formKey({ ...form, clusters: ['west'] })).not.toBe(formKey(form));
  });

  it.each<[RequestState, boolean]>([
    ['pending', true],
    ['changes-asked', true],
    ['approved', true],
    ['delivering', true],
    ['waiting', true],
    ['out-of-date', true],
    ['partly-done', false],
    ['failed', false],
    ['done', false],
    ['rejected', false],
    ['withdrawn', false],
    ['expired', false],
  ])('%s is open: %s', (state, isOpen) => {
    expect(openKey({ form, state }) !== undefined).toBe(isOpen);
  });
});
