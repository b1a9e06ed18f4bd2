import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { meshTranslationRef } from '../translation';
import { Term } from './Term';

/** Words whose meaning is shown where they stand as a title or label. */
export type LabelWord =
  | 'clusterSet'
  | 'cni'
  | 'identity'
  | 'meshId'
  | 'network'
  | 'revision'
  | 'tag'
  | 'trustDomain'
  | 'waypoint'
  | 'ztunnel'
  | 'gateway'
  | 'controlPlane';

/** A word of the glossary, with its meaning on hover and on focus. */
export function Word(props: { id: LabelWord; children: ReactNode }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return <Term meaning={t(`term.${props.id}`)}>{props.children}</Term>;
}
