import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { MeshApiError } from '@meshport/plugin-mesh-common';
import { AnswerError } from './AnswerError';

it.each<[string, Error, RegExp]>([
  [
    'that no answer came, in words',
    new TypeError('Failed to fetch'),
    /^The portal gave no answer: the connection was lost, or could not be made/,
  ],
  [
    'what was answered',
    new MeshApiError(500, 'The database is full.'),
    /^The database is full\./,
  ],
])('says %s', async (_, error, said) => {
  renderInTestApp(<AnswerError error={error} retry={() => {}} />);
  const alert = await screen.findByRole('alert');
  const [, words] = (alert.textContent ?? '').split('could not be loaded');
  expect(words).toMatch(said);
});
