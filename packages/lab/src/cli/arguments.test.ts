import { DEFAULT_PORT_BASE, readInvocation, UsageError } from './arguments.ts';

describe('the command line', () => {
  it.each([[[]], [['help']], [['--help']], [['-h', 'serve']]])(
    '%p asks for help',
    argv => {
      expect(readInvocation(argv)).toEqual({ type: 'help' });
    },
  );

  it('serves with defaults and with what is given', () => {
    expect(readInvocation(['serve'])).toMatchObject({
      type: 'serve',
      portBase: DEFAULT_PORT_BASE,
      speed: 1,
    });
    const argv = [
      'serve',
      '--dir',
      'd',
      '--port-base',
      '20000',
      '--speed',
      '20',
      '--world',
      'w',
      '--rename',
      'r.json',
    ];
    expect(readInvocation(argv)).toEqual({
      type: 'serve',
      directory: 'd',
      portBase: 20_000,
      speed: 20,
      worldDirectory: 'w',
      rename: 'r.json',
    });
  });

  it.each([
    ['0', 0],
    ['90s', 90_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
  ])('takes %p of the past with the programs for metrics', (text, history) => {
    const argv = ['serve', '--prometheus', 'p', '--promtool', 't'];
    expect(readInvocation([...argv, '--history', text])).toMatchObject({
      prometheus: 'p',
      promtool: 't',
      history,
    });
  });

  it('passes any other command on with its arguments', () => {
    expect(readInvocation(['fail', 'c', '500', '--dir', 'd'])).toEqual({
      type: 'command',
      command: 'fail',
      args: ['c', '500'],
      directory: 'd',
    });
  });

  it.each([
    [['serve', 'now'], '"serve" takes no argument'],
    [
      ['serve', '--port-base', '80'],
      '--port-base has to be a whole number from 1024 to 65000, not "80"',
    ],
    [['serve', '--port-base', '1e4.5'], 'not "1e4.5"'],
    [
      ['serve', '--speed', 'fast'],
      '--speed has to be a number from 0.1 to 1000, not "fast"',
    ],
    [['hang', 'c', '--speed', '2'], '--speed goes with "serve" only'],
    [['serve', '--history', '10'], 'such as 90s, 10m or 2h, at most 12h'],
    [['serve', '--history', '13h'], 'not "13h"'],
    [['serve', '--sped', '2'], "Unknown option '--sped'"],
  ])('%p is refused', (argv, problem) => {
    expect(() => readInvocation(argv)).toThrow(UsageError);
    expect(() => readInvocation(argv)).toThrow(problem);
  });
});
