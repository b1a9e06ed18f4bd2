import fc from 'fast-check';
import { diffLines } from 'diff';
import { parseAllDocuments, stringify } from 'yaml';
import { editFields } from './editFields';
import { readYaml } from './YamlFile';

type Field = { path: string[]; value?: unknown };

const label = (key: string, value?: string): Field => ({
  path: ['metadata', 'labels', key],
  ...(value === undefined ? {} : { value }),
});
const MODE = label('istio.io/dataplane-mode', 'ambient');
const NO_MODE = label('istio.io/dataplane-mode');

function edited(text: string, fields: Field[], index = 0): string | undefined {
  const file = readYaml(text);
  if ('problem' in file) throw new Error(file.problem);
  return editFields(file, { index, fields });
}

const HEAD = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';

const SETTING: Record<
  string,
  [before: string, after: string, fields?: Field[]]
> = {
  'a label below the others': [
    `${HEAD}  labels:\n    # why\n    a: b # c\n\n# end\n`,
    `${HEAD}  labels:\n    # why\n    a: b # c\n    istio.io/dataplane-mode: ambient\n\n# end\n`,
  ],
  'the first label': [
    HEAD,
    `${HEAD}  labels:\n    istio.io/dataplane-mode: ambient\n`,
  ],
  'the first label of a file with another indentation': [
    'metadata:\n    name: shop\nspec: {}\n',
    'metadata:\n    name: shop\n    labels:\n        istio.io/dataplane-mode: ambient\nspec: {}\n',
  ],
  'a label between braces': [
    'metadata:\n  labels: {a: b}\n',
    'metadata:\n  labels: {a: b, istio.io/dataplane-mode: ambient}\n',
  ],
  'a label between empty braces': [
    'metadata:\n  labels: {} # none\n',
    'metadata:\n  labels: { istio.io/dataplane-mode: ambient } # none\n',
  ],
  'a label between braces on several lines': [
    'metadata:\n  labels: {\n    a: b,\n    c: d # e\n  }\n',
    'metadata:\n  labels: {\n    a: b,\n    c: d, istio.io/dataplane-mode: ambient # e\n  }\n',
  ],
  'a label in lines of their own between braces': [
    "metadata:\n  labels:\n    {\n      a: b,\n      c: 'd', # e\n    }\n",
    "metadata:\n  labels:\n    {\n      a: b,\n      c: 'd', # e\n      istio.io/dataplane-mode: ambient,\n    }\n",
  ],
  'a label of what is all between braces': [
    'metadata: { name: shop } # none\n',
    'metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } } # none\n',
  ],
  'a label below a key with a comment beside and below it': [
    'metadata:\n  labels: # of the mesh\n    # none yet\n  name: shop\n',
    'metadata:\n  labels: # of the mesh\n    istio.io/dataplane-mode: ambient\n    # none yet\n  name: shop\n',
  ],
  'a label below a key that says that there is nothing': [
    'metadata:\n  labels: null # none\n  name: shop\n',
    'metadata:\n  labels: { istio.io/dataplane-mode: ambient } # none\n  name: shop\n',
  ],
  'a label in a file with the line ends of Windows': [
    'metadata:\r\n  labels:\r\n    a: b\r\n  name: shop\r\n',
    'metadata:\r\n  labels:\r\n    a: b\r\n    istio.io/dataplane-mode: ambient\r\n  name: shop\r\n',
  ],
  'a label at the end of a file that ends without a line end': [
    'metadata:\n  labels:\n    a: b',
    'metadata:\n  labels:\n    a: b\n    istio.io/dataplane-mode: ambient',
  ],
  'a label below quoted keys': [
    '"metadata":\n  \'labels\':\n    "a": "b"\n',
    '"metadata":\n  \'labels\':\n    "a": "b"\n    istio.io/dataplane-mode: ambient\n',
  ],
  'a label below one that goes over several lines': [
    'metadata:\n  labels:\n    a: >-\n      b\n\n  name: shop\n',
    'metadata:\n  labels:\n    a: >-\n      b\n    istio.io/dataplane-mode: ambient\n\n  name: shop\n',
  ],
  'another value, in the quotes that it has': [
    "metadata:\n  labels: # l\n    istio.io/dataplane-mode: 'none' # off\n    b: c\n",
    "metadata:\n  labels: # l\n    istio.io/dataplane-mode: 'ambient' # off\n    b: c\n",
  ],
  'a value that would be taken for a truth, in the quotes of the file': [
    'metadata:\n  annotations:\n    a: "b"\n',
    'metadata:\n  annotations:\n    a: "b"\n    shared: "false"\n',
    [{ path: ['metadata', 'annotations', 'shared'], value: 'false' }],
  ],
  'ports, which are no number': [
    'metadata:\n  name: shop\n',
    "metadata:\n  name: shop\n  annotations:\n    ports: '5432,6379'\n",
    [{ path: ['metadata', 'annotations', 'ports'], value: '5432,6379' }],
  ],
  'a list': [
    'spec:\n  a: 1\n  hosts:\n  - x\n',
    'spec:\n  a: 1\n  hosts:\n  - x\n  ports:\n  - name: http\n    port: 80\n',
    [{ path: ['spec', 'ports'], value: [{ name: 'http', port: 80 }] }],
  ],
  'a label of a file that begins with the mark of Unicode': [
    '\uFEFFmetadata:\n  labels:\n    a: b\n',
    '\uFEFFmetadata:\n  labels:\n    a: b\n    istio.io/dataplane-mode: ambient\n',
  ],
  'a label beside those that are merged in': [
    'x: &x\n  a: b\nmetadata:\n  labels:\n    <<: *x\n    c: d\n',
    'x: &x\n  a: b\nmetadata:\n  labels:\n    <<: *x\n    c: d\n    istio.io/dataplane-mode: ambient\n',
  ],
};

describe('setting a field', () => {
  it.each(Object.entries(SETTING))('%s', (_title, [before, after, fields]) => {
    expect(edited(before, fields ?? [MODE])).toBe(after);
  });

  it('leaves a text as it is that says it already', () => {
    const text = 'metadata: {labels: {istio.io/dataplane-mode:   "ambient"}}';
    expect(edited(text, [MODE])).toBe(text);
  });

  it('edits one document of several, and no other', () => {
    const one = '---\nmetadata:\n  name: a\n';
    const two = '--- # b\nmetadata:\n  name: b\n...\n';
    expect(edited(one + two + one, [MODE], 1)).toBe(
      `${one}--- # b\nmetadata:\n  name: b\n  labels:\n    istio.io/dataplane-mode: ambient\n...\n${one}`,
    );
  });

  it.each([
    [
      'labels that another object shares',
      'a: &l {x: y}\nmetadata:\n  labels: *l\n',
    ],
    [
      'labels shared with another object',
      'metadata:\n  labels: &l\n    x: y\na: *l\n',
    ],
    ['labels that are no map', 'metadata:\n  labels: [a]\n'],
    ['a value made of several lines of a flow', 'metadata: {labels}\n'],
  ])('finds no way for %s', (_title, text) => {
    expect(edited(text, [MODE])).toBeUndefined();
  });

  it.each([
    ['tabs', 'metadata:\n\tname: shop\n'],
    ['a key that is there twice', 'metadata: {}\nmetadata: {}\n'],
    [
      'templates',
      '{{- if .Values.on }}\nmetadata:\n  name: shop\n{{- end }}\n',
    ],
  ])('does not read %s', (_title, text) => {
    expect(readYaml(text)).toEqual({ problem: expect.any(String) });
  });
});

describe('removing a field', () => {
  it.each([
    [
      'one label of several, with what is said beside it',
      'metadata:\n  labels:\n    # a\n    istio.io/dataplane-mode: ambient # on\n    b: c\n',
      'metadata:\n  labels:\n    # a\n    b: c\n',
    ],
    [
      'the only label, with the key above it',
      `${HEAD}  labels:\n    istio.io/dataplane-mode: ambient\n`,
      HEAD,
    ],
    [
      'the only label, but not what is said of labels',
      `${HEAD}  labels: # of the mesh\n    istio.io/dataplane-mode: ambient\n`,
      `${HEAD}  labels: # of the mesh\n`,
    ],
    [
      'the first between braces',
      'metadata: { labels: { istio.io/dataplane-mode: ambient, a: b } }\n',
      'metadata: { labels: { a: b } }\n',
    ],
    [
      'the last between braces',
      'metadata: { labels: { a: b, istio.io/dataplane-mode: ambient } }\n',
      'metadata: { labels: { a: b } }\n',
    ],
    [
      'a line of its own between braces',
      'metadata:\n  labels: {\n    istio.io/dataplane-mode: ambient, # on\n    # b\n    b: c,\n  }\n',
      'metadata:\n  labels: {\n    # b\n    b: c,\n  }\n',
    ],
    [
      'the last line of a file that ends without a line end',
      'metadata:\n  labels:\n    a: b\n    istio.io/dataplane-mode: ambient',
      'metadata:\n  labels:\n    a: b',
    ],
  ])('%s', (_title, before, after) => {
    expect(edited(before, [NO_MODE])).toBe(after);
  });
});

/** Ways in which people write the labels of a namespace. */
const WRITTEN = fc.record({
  labels: fc.dictionary(
    fc.constantFrom('a', 'team', 'x.io/y', '"q"', "'r'"),
    fc.constantFrom(
      'b',
      "'true'",
      '"8"',
      'c d',
      '>-\n            folded\n            more',
    ),
    { maxKeys: 4 },
  ),
  form: fc.constantFrom('block', 'flow', 'all-flow', 'none', 'empty', 'key'),
  comments: fc.array(fc.constantFrom(' # why', ''), {
    minLength: 6,
    maxLength: 6,
  }),
  step: fc.constantFrom(2, 3, 4),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  endsWithLine: fc.boolean(),
  before: fc.constantFrom(
    '',
    '---\n',
    '# head\n\n',
    'kind: A\n---\n',
    '%YAML 1.2\n---\n',
  ),
  after: fc.constantFrom(
    '',
    '---\nkind: B\n',
    '...\n',
    '\n\n# tail\n',
    '--- # c\n',
  ),
  nameFirst: fc.boolean(),
});

type Written = typeof WRITTEN extends fc.Arbitrary<infer One> ? One : never;

function labelLines({ labels, form, comments, step }: Written): string[] {
  const pad = ' '.repeat(step);
  const pairs = Object.entries(labels);
  const flow = pairs
    .filter(([, value]) => !value.includes('\n'))
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ');
  if (form === 'none') return [];
  if (form === 'key' || (form === 'block' && pairs.length === 0))
    return [
      `${pad}labels:${comments[0]}`,
      ...(comments[1] ? [`${pad}${pad}# later`] : []),
    ];
  if (form === 'empty') return [`${pad}labels: {}${comments[0]}`];
  if (form === 'flow') return [`${pad}labels: {${flow}}${comments[0]}`];
  return [
    `${pad}labels:${comments[0]}`,
    ...pairs.flatMap(([key, value], at) => [
      ...(comments[at + 1] ? [`${pad}${pad}# of ${key}`] : []),
      `${pad}${pad}${key}: ${value}`,
    ]),
  ];
}

function written(one: Written): { text: string; index: number } {
  const pad = ' '.repeat(one.step);
  const name = `${pad}name: shop${one.comments[5]}`;
  const labels = labelLines({
    ...one,
    form: one.form === 'all-flow' ? 'none' : one.form,
  });
  const body =
    one.form === 'all-flow'
      ? [`metadata: {name: shop, labels: {a: b}}${one.comments[0]}`]
      : [
          'metadata:',
          ...(one.nameFirst ? [name, ...labels] : [...labels, name]),
        ];
  const whole = `${one.before}${body.join('\n')}\n${one.after}`;
  const text = (one.endsWithLine ? whole : whole.replace(/\n$/, '')).replaceAll(
    '\n',
    one.lineEnd,
  );
  return { text, index: one.before.startsWith('kind') ? 1 : 0 };
}

const KEYS = fc.constantFrom(
  'istio.io/rev',
  'linkerd.io/inject',
  'team',
  'new',
);
const VALUES = fc.constantFrom(
  'ambient',
  'true',
  'on',
  '1-29-1',
  '4222,25',
  'a: b',
  '# c',
  '',
  '0x1',
  "it's",
);

describe('whatever a file looks like', () => {
  it('only lines that hold the field are other lines afterwards', () => {
    fc.assert(
      fc.property(WRITTEN, KEYS, VALUES, (one, key, value) => {
        const { text, index } = written(one);
        const after = edited(text, [label(key, value)], index);
        if (after === undefined) throw new Error('no way was found');
        const values = parseAllDocuments(after).map(each => each.toJS());
        const was = parseAllDocuments(text).map(each => each.toJS());
        expect(values[index].metadata.labels[key]).toBe(value);
        const { labels = {}, ...rest } = was[index].metadata;
        expect(values[index].metadata).toEqual({
          ...rest,
          labels: { ...labels, [key]: value },
        });
        const changes = diffLines(text, after);
        const isFlow = ['flow', 'all-flow', 'empty'].includes(one.form);
        const hadIt = (labels ?? {})[key] !== undefined;
        // A line between braces is one line with the field; else nothing is taken away.
        const taken = changes.filter(part => part.removed && part.value !== '');
        const lastLine = text.endsWith('\n')
          ? undefined
          : text.split('\n').at(-1);
        const really = taken.filter(part => part.value !== lastLine);
        expect(isFlow || hadIt ? [] : really).toEqual([]);
        expect(after.match(/#/g)?.length ?? 0).toBeGreaterThanOrEqual(
          text.match(/#/g)?.length ?? 0,
        );
        expect(/[^\r]\n/.test(after)).toBe(/[^\r]\n/.test(text));
        expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('what is set and removed again leaves no trace', () => {
    fc.assert(
      fc.property(WRITTEN, VALUES, (one, value) => {
        const { text, index } = written(one);
        const set = edited(text, [label('new', value)], index);
        const back = set && edited(set, [label('new')], index);
        // Braces and a key without anything below it may go with the last label.
        if (one.form === 'empty' || one.form === 'key') return;
        if (one.form !== 'none' && Object.keys(one.labels).length === 0) return;
        if (
          one.form === 'flow' &&
          Object.values(one.labels).every(each => each.includes('\n'))
        )
          return;
        expect(back).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says what it is told, however deep, or finds no way', () => {
    fc.assert(
      fc.property(
        fc.object({
          key: fc.string({ minLength: 1, maxLength: 4 }),
          maxDepth: 2,
          values: [fc.string({ maxLength: 5 }), fc.integer(), fc.boolean()],
        }),
        fc.array(fc.string({ minLength: 1, maxLength: 5 }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.oneof(fc.string({ maxLength: 8 }), fc.boolean(), fc.integer()),
        (object, path, value) => {
          const text = stringify({ kind: 'A', ...object });
          if ('problem' in readYaml(text)) return;
          const after = edited(text, [{ path, value }]);
          if (after === undefined) return;
          const [document] = parseAllDocuments(after);
          expect(document?.errors).toEqual([]);
          expect(document?.getIn(path)).toEqual(value);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
