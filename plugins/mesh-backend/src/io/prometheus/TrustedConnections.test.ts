import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { systemClock } from '../clock';
import { describeStoreFault } from './describeStoreFault';
import { PrometheusMetricsSource } from './PrometheusMetricsSource';

const EMPTY = '{"status":"success","data":{"resultType":"vector","result":[]}}';

/** A certificate that is its own authority. */
async function certificateOf(host: string) {
  const { cert, private: key } = await generate(
    [{ name: 'commonName', value: host }],
    {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
      ],
    },
  );
  return { cert, key };
}

let directory: string;
let server: Server;
let trusted: string;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'meshport-stores-'));
  const own = await certificateOf('localhost');
  trusted = own.cert;
  server = createServer(own, (_, response) => response.end(EMPTY));
  await new Promise<void>(resolve => {
    server.listen(0, resolve);
  });
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(directory, { recursive: true, force: true });
});

function aSource(caFile?: string) {
  return new PrometheusMetricsSource({
    store: { name: 'main', url, headers: {}, matchers: [], caFile },
    clock: systemClock,
  });
}

/** How asking ends: `ok`, or the id of the sentence that says why not. */
async function outcomeOf(source: PrometheusMetricsSource): Promise<string> {
  try {
    await source.query({ query: 'up' }, new AbortController().signal);
    return 'ok';
  } catch (error) {
    return describeStoreFault('main', error).reason.id;
  }
}

describe('TrustedConnections', () => {
  it('trust the authorities of the system alone, where no file is named', async () => {
    expect(await outcomeOf(aSource())).toBe('store.certificate');
  });

  it('trust those of the file, and take in a renewed one', async () => {
    const caFile = join(directory, 'ca.pem');
    const source = aSource(caFile);
    expect(await outcomeOf(source)).toBe('store.ca-file');
    await writeFile(caFile, (await certificateOf('localhost')).cert);
    expect(await outcomeOf(source)).toBe('store.certificate');
    await writeFile(caFile, trusted);
    expect(await outcomeOf(source)).toBe('ok');
  });
});
