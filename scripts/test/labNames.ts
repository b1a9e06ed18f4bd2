import ts from 'typescript';

/** A name of the lab's world where the plugins must not know it. */
export interface LabNameFound {
  name: string;
  /** 1-based. */
  line: number;
}

function textOf(node: ts.Node): string | undefined {
  const hasText =
    ts.isStringLiteralLike(node) ||
    ts.isJsxText(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node);
  return hasText ? node.text : undefined;
}

/** Names as whole words: `gke` is not in `gke-2`. */
function searchFor(names: readonly string[]): (text: string) => string[] {
  const expressions = names.map(name => ({
    name,
    expression: new RegExp(
      `(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`,
    ),
  }));
  return text =>
    expressions
      .filter(({ expression }) => expression.test(text))
      .map(({ name }) => name);
}

/** Names in the string literals, templates and JSX texts of TypeScript; comments may speak of the lab. */
export function findNamesInCode(
  { path, code }: { path: string; code: string },
  names: readonly string[],
): LabNameFound[] {
  const kind = path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const latest = ts.ScriptTarget.Latest;
  const source = ts.createSourceFile(path, code, latest, true, kind);
  const search = searchFor(names);
  const found: LabNameFound[] = [];
  const visit = (node: ts.Node) => {
    const text = textOf(node);
    if (text !== undefined) {
      const start = source.getLineAndCharacterOfPosition(node.getStart(source));
      for (const name of search(text)) {
        found.push({ name, line: start.line + 1 });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names anywhere in a data file (JSON, YAML). */
export function findNamesInData(
  text: string,
  names: readonly string[],
): LabNameFound[] {
  const search = searchFor(names);
  return text
    .split('\n')
    .flatMap((content, index) =>
      search(content).map(name => ({ name, line: index + 1 })),
    );
}
