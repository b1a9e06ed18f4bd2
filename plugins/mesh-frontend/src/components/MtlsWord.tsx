import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ObjectRef } from '@meshport/plugin-mesh-common';
import { meshTranslationRef } from '../translation';
import type { MtlsSummary } from '../view/headline';
import { objectName } from '../view/names';
import { Term } from './Term';

/** `mTLS off`, or `mTLS off for 2 pods`, with what that means on hover. */
export function MtlsWord(props: {
  inbound: MtlsSummary['inbound'];
  podsWithoutProxy?: number;
  /** The objects that set the mode, named on hover. */
  decidedBy?: readonly ObjectRef[];
}) {
  const { inbound, podsWithoutProxy = 0, decidedBy = [] } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const meaning = [
    t(`term.${inbound}`),
    ...(decidedBy.length > 0
      ? [
          t('mtls.decidedBy', {
            objects: decidedBy.map(objectName).join(', '),
          }),
        ]
      : []),
  ].join(' ');
  return (
    <Term meaning={meaning}>
      {inbound === 'off' && podsWithoutProxy > 0
        ? t('mtls.offForPods', { count: podsWithoutProxy })
        : t(`mtls.${inbound}`)}
    </Term>
  );
}
