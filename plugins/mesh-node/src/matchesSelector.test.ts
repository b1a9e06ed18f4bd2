import { matchesSelector } from './matchesSelector';
import { webhookConfigurationSchema } from './kinds/admissionKinds';

function selectorOf(namespaceSelector: unknown) {
  const parsed = webhookConfigurationSchema.parse({
    metadata: { name: 'x' },
    webhooks: [{ name: 'x', namespaceSelector }],
  });
  const [webhook] = parsed.webhooks;
  if (!webhook) throw new Error('The webhook was not read');
  return webhook.namespaceSelector;
}

const expression = (operator: string, values?: unknown) => ({
  matchExpressions: [{ key: 'team', operator, values }],
});

describe('a selector of a webhook', () => {
  it.each<[string, unknown, Record<string, string>, boolean]>([
    ['nothing at all selects everything', undefined, {}, true],
    ['null selects everything', null, {}, true],
    ['no requirement selects everything', {}, { team: 'a' }, true],
    ['matchLabels, equal', { matchLabels: { team: 'a' } }, { team: 'a' }, true],
    [
      'matchLabels, other',
      { matchLabels: { team: 'a' } },
      { team: 'b' },
      false,
    ],
    ['matchLabels, missing', { matchLabels: { team: 'a' } }, {}, false],
    ['In, listed', expression('In', ['a', 'b']), { team: 'b' }, true],
    ['In, other', expression('In', ['a']), { team: 'b' }, false],
    ['In, missing', expression('In', ['a']), {}, false],
    ['NotIn, listed', expression('NotIn', ['a']), { team: 'a' }, false],
    ['NotIn, other', expression('NotIn', ['a']), { team: 'b' }, true],
    ['NotIn, missing', expression('NotIn', ['a']), {}, true],
    ['Exists, there', expression('Exists'), { team: '' }, true],
    ['Exists, missing', expression('Exists', null), {}, false],
    ['DoesNotExist, there', expression('DoesNotExist'), { team: 'a' }, false],
    ['DoesNotExist, missing', expression('DoesNotExist'), {}, true],
    [
      'an operator that is not known',
      expression('Near', ['a']),
      { team: 'a' },
      false,
    ],
    ['what cannot be read selects nothing', { matchLabels: 7 }, {}, false],
    [
      'half of what cannot be read selects nothing',
      { matchLabels: { team: 'a', x: 7 } },
      { team: 'a' },
      false,
    ],
    [
      'all requirements count',
      { matchLabels: { team: 'a' }, ...expression('NotIn', ['a']) },
      { team: 'a' },
      false,
    ],
  ])('%s', (_, selector, labels, expected) => {
    expect(matchesSelector(selectorOf(selector), labels)).toBe(expected);
  });
});
