import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  englishMessages,
  isTimeParam,
  type Text,
} from '@meshport/plugin-mesh-common';
import type { JSX, ReactNode } from 'react';
import { RelativeTime } from '../components/RelativeTime';
import { meshSentencesTranslationRef } from '../translation';
import { absoluteTime } from '../view/relativeTime';
import { useLocale } from './useLocale';

type AnyTranslate = (
  id: string,
  params: Record<string, string | number | JSX.Element>,
) => ReactNode;

/** Plural forms are chosen by `count`, so without it they are no sentence. */
function isInCatalogue({ id, params }: Text): boolean {
  return (
    id in englishMessages ||
    (typeof params.count === 'number' && `${id}_other` in englishMessages)
  );
}

/**
 * Renders the sentences of answers in the reader's language, with relative times. A
 * sentence that the catalogue does not know (of a mesh that was added to the backend)
 * is shown in the English of the answer.
 */
export function useMeshText(): (text: Text) => ReactNode {
  const { t } = useTranslationRef(meshSentencesTranslationRef);
  // The ids come from answers, so the compiler cannot know them as keys.
  const translate = t as AnyTranslate;
  return text => {
    if (!isInCatalogue(text)) return text.message;
    const params = Object.entries(text.params).map(([name, value]) => [
      name,
      isTimeParam(value) ? <RelativeTime key={name} time={value} /> : value,
    ]);
    return translate(text.id, Object.fromEntries(params));
  };
}

/** The same as plain text, with absolute times: for files. */
export function useMeshSentence(): (text: Text) => string {
  const { t } = useTranslationRef(meshSentencesTranslationRef);
  const locale = useLocale();
  const translate = t as AnyTranslate;
  return text => {
    if (!isInCatalogue(text)) return text.message;
    const params = Object.entries(text.params).map(([name, value]) => [
      name,
      isTimeParam(value) ? absoluteTime(value, locale) : value,
    ]);
    return String(translate(text.id, Object.fromEntries(params)));
  };
}
