import { request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './ask.ts';

/** A Service whose EndpointSlice is changed, and the page where that is to be seen. */
export interface WatchedService {
  /** Of the slice, with its cluster's address. */
  sliceUrl: string;
  entityUrl: string;
  cluster: string;
}

export interface ChangeOptions {
  services: readonly WatchedService[];
  /** Of the portal. */
  token: string;
  /** Of an account that may write, by cluster. */
  tokens: Readonly<Record<string, string>>;
  /** PEM of the lab. */
  ca: string;
  times: number;
  /** Requests to the portal. */
  perSecond: number;
}

const LIMIT_MILLISECONDS = 20_000;

interface EntityAnswer {
  services: {
    instances: { cluster: string; endpoints: { ready: number } }[];
  }[];
}

/** Ready endpoints of the entity's first service in one cluster. */
async function readyIn(
  { entityUrl, cluster }: WatchedService,
  token: string,
): Promise<number | undefined> {
  const answer = await ask({ name: 'entity', url: entityUrl }, token);
  if (answer.status !== 200) return undefined;
  const { services } = JSON.parse(answer.body) as EntityAnswer;
  return services[0]?.instances.find(one => one.cluster === cluster)?.endpoints
    .ready;
}

interface Slice {
  endpoints: { conditions: { ready: boolean } }[];
}

/** One request about the service's EndpointSlice. */
function askForSlice(
  { sliceUrl, cluster }: WatchedService,
  { ca, tokens }: ChangeOptions,
  patch?: object,
): Promise<Slice> {
  return new Promise((resolve, reject) => {
    const sent = request(sliceUrl, {
      method: patch ? 'PATCH' : 'GET',
      ca,
      headers: {
        Authorization: `Bearer ${tokens[cluster]}`,
        'Content-Type': 'application/json-patch+json',
      },
    });
    sent.on('error', reject);
    sent.on('response', response => {
      const chunks: Buffer[] = [];
      response.on('data', chunk => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        if (response.statusCode === 200) resolve(JSON.parse(body) as Slice);
        else reject(new Error(`${sliceUrl}: ${response.statusCode} ${body}`));
      });
    });
    sent.end(patch && JSON.stringify(patch));
  });
}

/**
 * Milliseconds from when the write was sent to when the changed answer was there; asks at a steady pace. What is not
 * seen within 20 s counts as these.
 */
async function timeOne(
  service: WatchedService,
  options: ChangeOptions,
): Promise<number> {
  const { token, perSecond } = options;
  const { endpoints } = await askForSlice(service, options);
  const value = !endpoints[0].conditions.ready;
  const path = '/endpoints/0/conditions/ready';
  const before = await readyIn(service, token);
  const started = performance.now();
  const taken = () => performance.now() - started;
  await askForSlice(service, options, [{ op: 'replace', path, value }]);
  for (let count = 1; taken() < LIMIT_MILLISECONDS; count++) {
    const now = await readyIn(service, token);
    if (now !== undefined && now !== before) break;
    await delay((count * 1000) / perSecond - taken());
  }
  return taken();
}

/** Each change once the one before is seen, after a pause that is not always the same. */
export async function changeToAnswer(
  options: ChangeOptions,
): Promise<{ milliseconds: number[] }> {
  const { services, times } = options;
  const milliseconds: number[] = [];
  for (let index = 0; index < times; index++) {
    const service = services[index % services.length];
    milliseconds.push(await timeOne(service, options));
    await delay(100 + ((index * 37) % 400));
  }
  return { milliseconds };
}
