import {
  englishMessages,
  meshContract,
  type Text,
} from '@meshport/plugin-mesh-common';
import { entityAnswers, serviceAnswers } from '../dev/recordedAnswers';

function textsIn(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  const nested = Object.values(value).flatMap(textsIn);
  return 'id' in value && 'params' in value && 'message' in value
    ? [value as Text, ...nested]
    : nested;
}

function sentenceOf({ id, params }: Text): string | undefined {
  const plural = params.count === 1 ? `${id}_one` : `${id}_other`;
  return 'count' in params && plural in englishMessages
    ? englishMessages[plural]
    : englishMessages[id];
}

describe('recorded answers', () => {
  it.each(Object.entries(entityAnswers))(
    'of an entity: %s keeps to the contract',
    (_, { answer }) => {
      expect(meshContract.getEntity.response.parse(answer)).toEqual(answer);
    },
  );

  it.each(Object.entries(serviceAnswers))(
    'of own services: %s keeps to the contract',
    (_, { answer }) => {
      expect(meshContract.listServices.response.parse(answer)).toEqual(answer);
    },
  );

  it.each(Object.entries({ ...entityAnswers, ...serviceAnswers }))(
    '%s says only sentences of the catalogue, with all that they name',
    (_, { answer }) => {
      const incomplete = textsIn(answer).filter(text => {
        const names = sentenceOf(text)?.match(/(?<=\{\{)\w+(?=\}\})/g);
        return !sentenceOf(text) || names?.some(name => !(name in text.params));
      });
      expect(incomplete).toEqual([]);
    },
  );
});
