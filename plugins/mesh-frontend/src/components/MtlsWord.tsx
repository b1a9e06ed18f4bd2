import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { meshTranslationRef } from '../translation';
import type { MtlsSummary } from '../view/headline';
import { Term } from './Term';

/** `mTLS off`, or `mTLS off for 2 pods`, with what that means on hover. */
export function MtlsWord(props: {
  inbound: MtlsSummary['inbound'];
  podsWithoutProxy?: number;
}) {
  const { inbound, podsWithoutProxy = 0 } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Term meaning={t(`term.${inbound}`)}>
      {inbound === 'off' && podsWithoutProxy > 0
        ? t('mtls.offForPods', { count: podsWithoutProxy })
        : t(`mtls.${inbound}`)}
    </Term>
  );
}
