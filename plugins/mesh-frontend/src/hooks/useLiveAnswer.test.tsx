import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { MESH_SIGNAL_CHANNEL } from '@meshport/plugin-mesh-common';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { SWRConfig } from 'swr';
import { FakeSignals } from '../testing/FakeSignals';
import { useLiveAnswer } from './useLiveAnswer';

interface Question {
  answer(value: unknown): Promise<void>;
  fail(error: Error): Promise<void>;
}

/** A server whose questions stay open until the test answers them. */
function setUp() {
  const questions: Question[] = [];
  const signals = new FakeSignals();
  const ask = jest.fn(
    () =>
      new Promise<unknown>((resolve, reject) => {
        questions.push({
          answer: value => act(async () => resolve(value)),
          fail: error => act(async () => reject(error)),
        });
      }),
  );
  const wrapper = ({ children }: PropsWithChildren) => (
    <SWRConfig value={{ provider: () => new Map() }}>
      <TestApiProvider apis={[[signalApiRef, signals]]}>
        {children}
      </TestApiProvider>
    </SWRConfig>
  );
  const { result } = renderHook(() => useLiveAnswer('question', ask), {
    wrapper,
  });
  let version = 0;
  return {
    ask,
    questions,
    result,
    pass: (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms)),
    signal: () =>
      act(async () => {
        version += 1;
        signals.send(MESH_SIGNAL_CHANNEL, { changed: 'models', version });
      }),
  };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('asks at once and says when the answer came', async () => {
  const { questions, result } = setUp();
  expect(result.current.answer).toBeUndefined();
  await questions[0].answer({ pods: 1 });
  expect(result.current).toMatchObject({
    answer: { pods: 1 },
    checkedAt: Date.now(),
    error: undefined,
  });
});

it('asks again every 10 s while no signals come', async () => {
  const { ask, questions, result, pass } = setUp();
  await questions[0].answer({ pods: 1 });
  await pass(9_900);
  expect(ask).toHaveBeenCalledTimes(1);
  await pass(200);
  expect(ask).toHaveBeenCalledTimes(2);
  await questions[1].answer({ pods: 2 });
  expect(result.current.answer).toEqual({ pods: 2 });
});

it('keeps an equal answer, but not its age', async () => {
  const { questions, result, pass } = setUp();
  await questions[0].answer({ pods: 1 });
  const { answer, checkedAt } = result.current;
  await pass(10_000);
  await questions[1].answer({ pods: 1 });
  expect(result.current.answer).toBe(answer);
  expect(result.current.checkedAt).toBeGreaterThan(checkedAt ?? Infinity);
});

it('asks at once when a signal comes, then only every 60 s', async () => {
  const { ask, questions, pass, signal } = setUp();
  await questions[0].answer({ pods: 1 });
  await pass(5_000);
  await signal();
  expect(ask).toHaveBeenCalledTimes(2);
  await questions[1].answer({ pods: 2 });
  await pass(5_000);
  await questions[2].answer({ pods: 2 });
  await pass(59_000);
  expect(ask).toHaveBeenCalledTimes(3);
  await pass(1_500);
  expect(ask).toHaveBeenCalledTimes(4);
});

it('polls every 10 s again when a change came without a signal', async () => {
  const { ask, questions, pass, signal } = setUp();
  await questions[0].answer({ pods: 1 });
  await signal();
  await questions[1].answer({ pods: 2 });
  await pass(10_000);
  await questions[2].answer({ pods: 2 });
  await pass(60_000);
  await questions[3].answer({ pods: 3 });
  const before = ask.mock.calls.length;
  await pass(10_000);
  expect(ask).toHaveBeenCalledTimes(before + 1);
});

it('shows an answer that a signal overtakes, and asks once more after it', async () => {
  const { ask, questions, result, signal } = setUp();
  await signal();
  await signal();
  expect(ask).toHaveBeenCalledTimes(1);
  await questions[0].answer({ pods: 1 });
  expect(result.current.answer).toEqual({ pods: 1 });
  expect(ask).toHaveBeenCalledTimes(2);
  await questions[1].answer({ pods: 3 });
  expect(result.current.answer).toEqual({ pods: 3 });
  expect(ask).toHaveBeenCalledTimes(2);
});

it('keeps the last answer when a question fails, and asks on every 10 s', async () => {
  const { ask, questions, result, pass } = setUp();
  await questions[0].answer({ pods: 1 });
  await pass(10_000);
  await questions[1].fail(new Error('The portal did not answer.'));
  expect(result.current).toMatchObject({
    answer: { pods: 1 },
    error: new Error('The portal did not answer.'),
  });
  for (let failures = 2; failures < 8; failures++) {
    await pass(10_000);
    expect(ask).toHaveBeenCalledTimes(failures + 1);
    await questions[failures].fail(new Error('Still nothing.'));
  }
  await pass(10_000);
  await questions[8].answer({ pods: 2 });
  expect(result.current).toMatchObject({
    answer: { pods: 2 },
    error: undefined,
  });
});

it('asks again when the reader wants it', async () => {
  const { questions, result } = setUp();
  await questions[0].fail(new Error('No.'));
  await act(async () => result.current.retry());
  await questions[1].answer({ pods: 1 });
  expect(result.current).toMatchObject({
    answer: { pods: 1 },
    error: undefined,
  });
});
