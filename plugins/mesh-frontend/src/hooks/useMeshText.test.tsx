import { renderInTestApp } from '@backstage/frontend-test-utils';
import { text, type Text } from '@meshport/plugin-mesh-common';
import { screen } from '@testing-library/react';
import { MeshText } from '../components/MeshText';

const threeDaysAgo = new Date(Date.now() - 3.2 * 86_400_000).toISOString();

async function rendered(value: Text): Promise<HTMLElement> {
  renderInTestApp(
    <p data-testid="sentence">
      <MeshText text={value} />
    </p>,
  );
  return screen.findByTestId('sentence');
}

it('shows times relative to now, with the absolute time on hover', async () => {
  const sentence = await rendered(
    text('reason.pod-predates-injection.together', {
      count: 2,
      started: threeDaysAgo,
      enabled: threeDaysAgo,
    }),
  );
  expect(sentence).toHaveTextContent(
    '2 pods started 3 days ago, before injection was switched on (3 days ago).',
  );
  const [time] = sentence.getElementsByTagName('time');
  expect(time).toHaveAttribute('datetime', threeDaysAgo);
  expect(time).toHaveAttribute('title', expect.stringMatching(/\d{4}.*\d:\d/));
});

it('chooses the plural form', async () => {
  expect(
    await rendered(text('effect.rolling-restart', { count: 1 })),
  ).toHaveTextContent('1 pod is replaced by a new one.');
});

it.each([
  ['the catalogue does not know', { id: 'reason.of-another-mesh', params: {} }],
  [
    'has plural forms but comes without a count',
    { id: 'effect.rolling-restart', params: {} },
  ],
])('falls back to English where a sentence %s', async (_, value) => {
  const message = 'What the backend said.';
  expect(await rendered({ ...value, message })).toHaveTextContent(message);
});
