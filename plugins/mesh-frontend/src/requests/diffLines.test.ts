import { diffLines } from './diffLines';

it('tells what is added and removed from what stays, without the names of files', () => {
  const diff = [
    '--- north/Namespace/shop',
    '+++ north/Namespace/shop',
    '@@ -1,3 +1,3 @@',
    ' metadata:',
    '-  old: "1"',
    '+  new: "2"',
    '@@ -9,1 +9,1 @@',
    '+spec: {}',
    '\\ No newline at end of file',
    '',
  ].join('\n');
  expect(diffLines(diff)).toEqual([
    { kind: 'same', text: 'metadata:' },
    { kind: 'removed', text: '  old: "1"' },
    { kind: 'added', text: '  new: "2"' },
    { kind: 'place', text: '…' },
    { kind: 'added', text: 'spec: {}' },
  ]);
});

it('keeps a line of YAML that looks like the name of a file', () => {
  const diff = '--- a\n+++ b\n@@ -1 +1 @@\n--- \n+-- x\n';
  expect(diffLines(diff)).toEqual([
    { kind: 'removed', text: '-- ' },
    { kind: 'added', text: '-- x' },
  ]);
});
