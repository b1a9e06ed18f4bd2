import { setTimeout as delay } from 'node:timers/promises';
import { ask, type Answer, type Question } from './ask.ts';

export interface OpenLoopOptions {
  questions: readonly Question[];
  token: string;
  /** Requests are sent at this pace, whether earlier ones were answered or not. */
  perSecond: number;
  seconds: number;
}

/** All answers to questions of one name. */
export interface Sample {
  /** From when a request was due, not from when it was sent: a portal that stops is not spared the waiting. */
  milliseconds: number[];
  inProcessMilliseconds: number[];
  bytes: number[];
  /** Answers by status; 0 is no answer. */
  statuses: Record<string, number>;
}

export type Samples = Record<string, Sample>;

function add(samples: Samples, name: string, taken: number, answer: Answer) {
  const sample = (samples[name] ??= {
    milliseconds: [],
    inProcessMilliseconds: [],
    bytes: [],
    statuses: {},
  });
  const { status, bytes, inProcessMilliseconds } = answer;
  sample.milliseconds.push(taken);
  sample.bytes.push(bytes);
  sample.statuses[status] = (sample.statuses[status] ?? 0) + 1;
  if (inProcessMilliseconds !== undefined) {
    sample.inProcessMilliseconds.push(inProcessMilliseconds);
  }
}

/** Asks the questions in turn at a steady pace. */
export async function openLoop(options: OpenLoopOptions): Promise<Samples> {
  const { questions, token, perSecond, seconds } = options;
  const samples: Samples = {};
  const asked: Promise<void>[] = [];
  const started = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = started + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    const question = questions[index % questions.length];
    asked.push(
      ask(question, token).then(answer =>
        add(samples, question.name, performance.now() - due, answer),
      ),
    );
  }
  await Promise.all(asked);
  return samples;
}
