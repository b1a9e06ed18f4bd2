import { Document, visit } from 'yaml';
import type { YamlStyle } from './YamlFile';

/** Texts that no reader of YAML takes for anything else, in a flow either. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9._/-]*$/;

/** Read as a truth or as nothing by readers of YAML 1.1, which the controllers are. */
const WORDS = /^(y|n|yes|no|on|off|true|false|null)$/i;

function documentOf(
  value: unknown,
  style: YamlStyle,
  inFlow: boolean,
): Document {
  const { quotes, quotesAll } = style;
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_key, node) {
      const { value: said } = node;
      if (typeof said !== 'string') return;
      if (said.includes('\n')) {
        // As a block, which the library chooses, it would end the flow.
        if (inFlow) node.type = 'QUOTE_DOUBLE';
        return;
      }
      const isPlain = PLAIN.test(said) && !WORDS.test(said);
      if (quotesAll || !isPlain) node.type = quotes;
    },
  });
  return document;
}

/** A value as lines of its own, each with its line end but for the last. */
export function blockYaml(
  value: unknown,
  { style, indent }: { style: YamlStyle; indent: number },
): string {
  const text = documentOf(value, style, false).toString({
    indent: style.step,
    indentSeq: style.indentsLists,
    lineWidth: 0,
  });
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map(line => (line === '' ? line : ' '.repeat(indent) + line))
    .join(style.lineEnd);
}

/** A value on one line, as it stands between braces. */
export function flowYaml(value: unknown, style: YamlStyle): string {
  return documentOf(value, style, true)
    .toString({
      collectionStyle: 'flow',
      doubleQuotedMinMultiLineLength: Infinity,
      lineWidth: 0,
    })
    .replace(/\n$/, '');
}
