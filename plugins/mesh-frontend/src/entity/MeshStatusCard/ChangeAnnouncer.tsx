import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { useLinePlace } from '../../hooks/useLinePlace';
import { meshTranslationRef } from '../../translation';
import type { ClusterLine } from '../../view/clusterLines';

/** Tells screen readers, politely, which lines have changed since they were shown. */
export function ChangeAnnouncer({ lines }: { lines: readonly ClusterLine[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const said = useRef<ReadonlyMap<string, string>>();
  const [message, setMessage] = useState('');
  const place = useLinePlace();
  const sentences = lines.map((line): [string, string] => [
    line.id,
    t('card.changed', {
      place: place(line),
      state: t(`state.${line.membership.state}`),
      enrolled: String(line.membership.pods.enrolled),
      total: String(line.membership.pods.total),
    }),
  ]);
  const signature = JSON.stringify(sentences);
  useEffect(() => {
    const before = said.current;
    const now = new Map<string, string>(JSON.parse(signature));
    said.current = now;
    if (!before) return;
    const changed = [...now].filter(([id, text]) => before.get(id) !== text);
    setMessage(changed.map(([, text]) => text).join('. '));
  }, [signature]);
  return <VisuallyHidden live>{message}</VisuallyHidden>;
}
