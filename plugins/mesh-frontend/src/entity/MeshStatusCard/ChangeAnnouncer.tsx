import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from '../../components/VisuallyHidden';
import { meshTranslationRef } from '../../translation';
import type { ClusterLine } from '../../view/clusterLines';

/** Tells screen readers, politely, which lines have changed since they were shown. */
export function ChangeAnnouncer({ lines }: { lines: readonly ClusterLine[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const said = useRef<ReadonlyMap<string, string>>();
  const [message, setMessage] = useState('');
  const sentences = lines.map(
    ({ id, cluster, membership }): [string, string] => [
      id,
      t('card.changed', {
        cluster: cluster.displayName,
        state: t(`state.${membership.state}`),
        enrolled: String(membership.pods.enrolled),
        total: String(membership.pods.total),
      }),
    ],
  );
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
