import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { englishMessages, reasonCodes } from '@meshport/plugin-mesh-common';

const PLUGINS = join(__dirname, '..', '..', '..');
const DOC = join(PLUGINS, '..', 'docs', 'reasons.md');
const SOURCES = ['mesh-backend/src/core', 'mesh-node/src'].map(path =>
  join(PLUGINS, path),
);

function sourceText(): string {
  return SOURCES.flatMap(root =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .map(file => readFileSync(join(root, file), 'utf8')),
  ).join('\n');
}

/** `reason.pod-opted-out.label` -> `pod-opted-out`. */
function codesOfTexts(): Set<string> {
  return new Set(
    Object.keys(englishMessages)
      .filter(id => id.startsWith('reason.'))
      .map(id => (id.split('.')[1] ?? '').replace(/_(one|other)$/, '')),
  );
}

function codesOfDoc(): string[] {
  const headings = readFileSync(DOC, 'utf8').matchAll(/^### (\S+)$/gm);
  return [...headings].map(([, code]) => code ?? '');
}

describe('codes of reasons', () => {
  const codes = [...reasonCodes].sort();

  it('are all explained in docs/reasons.md, and no others', () => {
    expect(codesOfDoc().sort()).toEqual(codes);
  });

  it('all have a sentence, and no sentence is left over', () => {
    expect([...codesOfTexts()].sort()).toEqual(codes);
  });

  it('are all given by some mesh', () => {
    const source = sourceText();
    expect(codes.filter(code => !source.includes(`code: '${code}'`))).toEqual(
      [],
    );
  });
});

describe('sentences', () => {
  const source = sourceText();
  const areas = /^(reason|fix|effect|verify)\./;
  const ids = Object.keys(englishMessages).filter(id => areas.test(id));

  /** Variants are put together from a stem and a word: both are in the source. */
  function isSaid(id: string): boolean {
    const [area, name, variant] = id.replace(/_(one|other)$/, '').split('.');
    const stem = `${area}.${name}`;
    return variant
      ? source.includes(stem) && new RegExp(`['.]${variant}['"\`]`).test(source)
      : new RegExp(`['"\`]${stem}['"\`$]`).test(source);
  }

  it('are all said somewhere', () => {
    expect(ids.filter(id => !isSaid(id))).toEqual([]);
  });

  it.each(ids.filter(id => id.endsWith('_one')))('%s has a plural', id => {
    expect(englishMessages).toHaveProperty([id.replace(/_one$/, '_other')]);
  });
});
