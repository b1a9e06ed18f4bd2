import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instantAnswer, rangeAnswer } from './answers.ts';
import { readQuestion, UnknownQuestion } from './question.ts';
import { stubStores } from './StubWorld.ts';

const LABELS = '"what", "reporter", "destination_service_name"';
const REQUESTS = `round(sum by (k, le) (label_join(sum(rate(istio_requests_total{reporter=~"source"}[300s])), "k", ";", ${LABELS}, "response_code", "cluster")), 0.000001)`;

const services = (cluster: number) =>
  Array.from({ length: 100 }, (_, index) => ({
    namespace: `team-${Math.floor(index / 20)}`,
    name: `app-${index}-of-${cluster}`,
  }));

const stores = stubStores({
  stores: ['one', 'other'],
  clusters: ['a', 'b', 'c', 'd'].map((name, index) => ({
    name,
    services: services(index),
  })),
});
const [one, other] = stores;

interface Vector {
  data: { result: { metric: Record<string, string>; value: unknown[] }[] };
}

function vectorOf(query: string, store = one) {
  const question = readQuestion(query, false);
  const { body, series } = instantAnswer(store, question, 5);
  const { result } = (JSON.parse(body) as Vector).data;
  assert.equal(result.length, series);
  return result;
}

describe('the stub of the stores', () => {
  it('has the numbers of some clusters in each store', () => {
    assert.deepEqual(one.clusters, ['a', 'b']);
    assert.deepEqual(other.clusters, ['c', 'd']);
    assert.equal(other.services.length, 200);
  });

  it('joins the labels that are asked for, in their order', () => {
    const keys = vectorOf(REQUESTS).map(({ metric }) => metric.k);
    assert.ok(keys.includes('all;destination;app-7-of-0;;a'));
    assert.ok(keys.some(key => /^bad;source;.*;503;a$/.test(key)));
  });

  it('has no series that began within the window', () => {
    const query = REQUESTS.replace('[300s]', '[300s] offset 300s');
    assert.equal(readQuestion(query, false).asked, 'first-failures');
    assert.deepEqual(vectorOf(query), []);
  });

  it('rounds as it is asked to', () => {
    const values = vectorOf(REQUESTS).map(({ value }) => String(value[1]));
    assert.ok(values.every(value => /^\d+(\.\d{1,6})?$/.test(value)));
    const whole = vectorOf(REQUESTS.replace(/^round\((.*), .*\)$/, '$1'));
    assert.ok(whole.some(({ value }) => String(value[1]).length > 12));
  });

  it('gives each edge to the stores of both ends, once by each', () => {
    const crossing = one.edges.filter(
      ({ from, to }) => from.cluster !== to.cluster && to.cluster === 'b',
    );
    assert.ok(crossing.length > 0);
    for (const edge of crossing) assert.ok(other.edges.includes(edge));
  });

  it('answers parts of a query, which are the whole together', () => {
    const part = (matcher: string) =>
      vectorOf(REQUESTS.replace('"source"', `"source",${matcher}`));
    const parts = ['cluster=~"a"', 'cluster=~"b"', 'cluster!~"a|b"'];
    const sizes = parts.map(matcher => part(matcher).length);
    assert.ok(sizes[0] > 0 && sizes[1] > 0);
    assert.equal(sizes[2], 0);
    assert.equal(sizes[0] + sizes[1], vectorOf(REQUESTS).length);
    const even = part('destination_service_namespace=~".*[02468]"').length;
    const odd = part('destination_service_namespace!~".*[02468]"').length;
    assert.equal(even + odd, vectorOf(REQUESTS).length);
  });

  it('has the past of services, one value for each step', () => {
    const query =
      'label_replace(sum by (cluster) (rate(istio_requests_total[300s])), "what", "requests", "", "")';
    const question = readQuestion(query, true);
    const range = { start: 60, end: 180, step: 60 };
    const { body, series } = rangeAnswer(one, question, range);
    assert.equal(series, one.services.length * 2);
    assert.equal(body.match(/\[(60|120|180),/g)?.length, series * 3);
  });

  it('makes nothing up for what it does not know', () => {
    assert.throws(
      () => readQuestion('sum(some_metric)', false),
      UnknownQuestion,
    );
  });
});
