import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { englishMessages } from '@meshport/plugin-mesh-common';
import { dependencyMessages } from './translations/messages.dependencies';
import { entityMessages } from './translations/messages.entity';
import { exportsMessages } from './translations/messages.exports';
import { glossaryMessages } from './translations/messages.glossary';
import { metricsMessages } from './translations/messages.metrics';
import { platformMessages } from './translations/messages.platform';
import { requestsPageMessages } from './translations/messages.requests';
import { tableMessages } from './translations/messages.table';

/** The words of the pages themselves: titles, buttons, states, columns. */
export const meshTranslationRef = createTranslationRef({
  id: 'mesh',
  messages: {
    ...dependencyMessages,
    ...entityMessages,
    ...exportsMessages,
    ...glossaryMessages,
    ...metricsMessages,
    ...platformMessages,
    ...requestsPageMessages,
    ...tableMessages,
  },
});

/**
 * The sentences that the backend says (`Text.id`): reasons, fixes, what was looked
 * for, why a cluster is not live. The defaults are those of the API's own answers.
 */
export const meshSentencesTranslationRef = createTranslationRef({
  id: 'mesh-sentences',
  messages: { ...englishMessages },
});
