import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from './arguments.ts';
import { askLab, LabUnavailableError } from './askLab.ts';
import { commandNames, usageText } from './usage.ts';

const nowhere = mkdtempSync(join(tmpdir(), 'lab-cli-'));

describe('help', () => {
  it.each(commandNames())('names %s, and says what it does', name => {
    const lines = usageText().split('\n');
    const line = lines.find(one => one.startsWith(`  ${name} `)) ?? '';
    expect(line).toMatch(/ {2}\S.*\S {2,}\S.* \S+/);
  });

  it('shows examples of commands that there are', () => {
    const [, examples = ''] = usageText().split('For example:');
    const names = examples
      .split('\n\n')[0]
      .trim()
      .split('\n')
      .map(line => line.trim().split(' ')[0]);
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter(name => !commandNames().includes(name))).toEqual([]);
  });
});

describe('a command', () => {
  it('that nobody knows is answered with those that there are, also where no lab runs', async () => {
    const answer = askLab(nowhere, 'hank', ['west']);
    await expect(answer).rejects.toThrow(UsageError);
    await expect(answer).rejects.toThrow(
      /no command "hank".* hang, .*burst, .*heal, status, ledger/,
    );
  });

  it('that is known says how to have a lab where there is none', async () => {
    const answer = askLab(nowhere, 'hang', ['west']);
    await expect(answer).rejects.toThrow(LabUnavailableError);
    await expect(answer).rejects.toThrow('Start it with npm start.');
  });
});
