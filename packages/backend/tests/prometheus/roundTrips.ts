import fc from 'fast-check';
import {
  escapeRegex,
  type MetricSample,
  quote,
} from '@meshport/plugin-mesh-node';

const PER_QUERY = 50;
const SEED = 20_260_214;

/** What is special to PromQL, to regular expressions, to Go's strings, or rare. */
const SPECIAL = [
  ...['"', "'", '`', '\\', '{', '}', '[', ']', '(', ')', '|', '.', '*', '+'],
  ...['?', '^', '$', '$1', '${x}', '\n', '\r', '\t', '\u0000', '\u0007'],
  ...['\u007f', '\u0085', '\u2028', '\ufeff', '\ufffd', '#', ';', ',', '='],
  ...[
    '!',
    '~',
    '"} or vector(1) #',
    '\\"',
    '\\u0041',
    '\\x41',
    'ä',
    '日本',
    '𝄞',
  ],
];

const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SPECIAL),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.string({ maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map(parts => parts.join(''))
  .filter(value => value !== '');

/**
 * One element whose label `value` the store made from the literal, and whose label
 * `matched` it has only if the regular expression for the value matches it. A `$` of a
 * replacement is written twice: once for it, not for PromQL.
 */
function vectorOf(value: string, index: number): string {
  const replacement = quote(value.replace(/\$/g, '$$$$'));
  const carried = `label_replace(vector(${index}), "value", ${replacement}, "", "")`;
  const pattern = quote(escapeRegex(value));
  return `label_replace(${carried}, "matched", "yes", "value", ${pattern})`;
}

function numbered(vector: string, index: number): string {
  return `label_replace(${vector}, "number", "${index}", "", "")`;
}

/** The values, of so many random ones, that a store does not give back as they were. */
export async function roundTrips(
  query: (
    expression: string,
  ) => Promise<{ readonly samples: readonly MetricSample[] }>,
  count: number,
): Promise<string[]> {
  const values = fc.sample(awkward, { numRuns: count, seed: SEED });
  const changed: string[] = [];
  for (let from = 0; from < values.length; from += PER_QUERY) {
    const some = values.slice(from, from + PER_QUERY);
    const expression = some
      .map((value, index) => numbered(vectorOf(value, index), index))
      .join(' or ');
    const { samples } = await query(expression);
    const answers = new Map(
      samples.map(({ labels }) => [labels.number, labels]),
    );
    some.forEach((value, index) => {
      const labels = answers.get(String(index));
      const isSame = labels?.value === value && labels.matched === 'yes';
      if (!isSame) changed.push(value);
    });
  }
  return changed;
}
