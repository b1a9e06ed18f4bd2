import {
  englishMessages,
  meshContract,
  reasonCodes,
  text,
  type Text,
} from '@meshport/plugin-mesh-common';
import {
  entityAnswers,
  platformAnswers,
  serviceAnswers,
} from '../dev/recordedAnswers';

function textsIn(value: unknown): Text[] {
  if (typeof value !== 'object' || value === null) return [];
  const nested = Object.values(value).flatMap(textsIn);
  return 'id' in value && 'params' in value && 'message' in value
    ? [value as Text, ...nested]
    : nested;
}

/** The catalogue's sentence, before it is filled. */
function templateOf({ id, params }: Text): string | undefined {
  const plural = params.count === 1 ? `${id}_one` : `${id}_other`;
  return 'count' in params && plural in englishMessages
    ? englishMessages[plural]
    : englishMessages[id];
}

/** All codes below: those of the answer's reasons and of its worst needs. */
function codesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const nested = Object.values(value).flatMap(codesIn);
  return 'code' in value ? [String(value.code), ...nested] : nested;
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

  it.each(
    Object.entries(platformAnswers) as [
      keyof typeof platformAnswers,
      { answer: unknown },
    ][],
  )('of %s keep to the contract', (operation, { answer }) => {
    expect(meshContract[operation].response.parse(answer)).toEqual(answer);
  });

  it.each(
    Object.entries({ ...entityAnswers, ...serviceAnswers, ...platformAnswers }),
  )(
    '%s says only what the catalogue says, with all that it names',
    (_, { answer }) => {
      const said = textsIn(answer);
      expect(said).toEqual(said.map(({ id, params }) => text(id, params)));
      const incomplete = said.filter(sentence => {
        const names = templateOf(sentence)?.match(/(?<=\{\{)\w+(?=\}\})/g);
        return (
          !templateOf(sentence) ||
          names?.some(name => !(name in sentence.params))
        );
      });
      expect(incomplete).toEqual([]);
      expect(reasonCodes).toEqual(expect.arrayContaining(codesIn(answer)));
    },
  );
});
