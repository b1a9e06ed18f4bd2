import { Agent, request } from 'node:http';

/** One request of a measurement. */
export interface Question {
  /** Requests of one name are counted together. */
  name: string;
  url: string;
  method?: 'GET' | 'POST';
  /** Sent as JSON. */
  body?: unknown;
}

/** What came back; `status` 0 where nothing did. */
export interface Answer {
  status: number;
  body: string;
  bytes: number;
  /** Of the header `Server-Timing`: from the permission decision to the serialised body. */
  inProcessMilliseconds?: number;
}

const agent = new Agent({ keepAlive: true });
const LIMIT_MILLISECONDS = 30_000;
const NOTHING: Answer = { status: 0, body: '', bytes: 0 };

function inProcess(header: unknown): number | undefined {
  const [, text] = /answer;dur=([\d.]+)/.exec(String(header)) ?? [];
  return text === undefined ? undefined : Number(text);
}

/** Never rejects: a connection that fails is an answer with status 0. */
export function ask(question: Question, token: string): Promise<Answer> {
  const body =
    question.body === undefined ? undefined : JSON.stringify(question.body);
  return new Promise(resolve => {
    const sent = request(question.url, {
      agent,
      method: question.method ?? 'GET',
      timeout: LIMIT_MILLISECONDS,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
      },
    });
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(NOTHING));
    sent.on('response', response => {
      const chunks: Buffer[] = [];
      response.on('error', () => resolve(NOTHING));
      response.on('data', chunk => chunks.push(chunk));
      response.on('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          body: whole.toString('utf8'),
          bytes: whole.length,
          inProcessMilliseconds: inProcess(response.headers['server-timing']),
        });
      });
    });
    sent.end(body);
  });
}
