import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readStartOptions, UsageError } from './options.ts';

describe('npm start', () => {
  it('serves on port 7007 of this machine only by default', () => {
    const { port, host } = readStartOptions([], {});
    assert.deepEqual({ port, host }, { port: 7007, host: '127.0.0.1' });
  });

  it('takes the port from MESHPORT_PORT', () => {
    assert.equal(readStartOptions([], { MESHPORT_PORT: '8080' }).port, 8080);
  });

  it('prefers --port to MESHPORT_PORT', () => {
    const env = { MESHPORT_PORT: '8080' };
    assert.equal(readStartOptions(['--port', '9090'], env).port, 9090);
  });

  it('takes the first port of the lab from either, too', () => {
    const env = { MESHPORT_LAB_PORT_BASE: '18000' };
    assert.equal(readStartOptions([], env).labPortBase, 18_000);
    const args = ['--lab-port-base', '19000'];
    assert.equal(readStartOptions(args, env).labPortBase, 19_000);
  });

  for (const port of ['0', '65536', '-1', '80a', '7.5', ' ']) {
    it(`refuses "${port}" as a port and says what is allowed`, () => {
      assert.throws(
        () => readStartOptions([`--port=${port}`], {}),
        new UsageError(
          `--port is "${port}"; it must be a port number from 1 to 65535.`,
        ),
      );
    });
  }

  it('leaves room behind the first port of the lab', () => {
    assert.throws(
      () => readStartOptions(['--lab-port-base', '65530'], {}),
      /"65530"; it must be a port number from 1024 to 65000/,
    );
  });

  it('names the variable when the bad port comes from it', () => {
    assert.throws(
      () => readStartOptions([], { MESHPORT_PORT: 'x' }),
      /^UsageError: MESHPORT_PORT is "x"/,
    );
  });

  it('answers an unknown option with the usage', () => {
    assert.throws(() => readStartOptions(['--prot', '1'], {}), /npm start --/);
  });
});
