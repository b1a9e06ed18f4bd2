import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Affects, Preflight } from '@meshport/plugin-mesh-common';
import { FactList } from '../components/FactList';
import { MeshText } from '../components/MeshText';
import { Owners } from '../components/Owners';
import { meshTranslationRef } from '../translation';
import { objectName } from '../view/names';
import { bytes, cores, footprintSum } from '../view/units';

/** What restarts, in words; nothing is said to be nothing. */
export function useRestartsWord(): (restarts: Affects['restarts']) => string {
  const { t } = useTranslationRef(meshTranslationRef);
  return ({ workloads, pods }) =>
    workloads === 0
      ? t('request.noRestart')
      : t('request.restartsOf', {
          count: workloads,
          pods: t('requests.unit.pods', { count: pods }),
        });
}

/** What a request does besides its changes: restarts, footprint, whom it concerns. */
export function EffectsList(props: {
  affects: Affects;
  undo: Preflight['undo'];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const restartsWord = useRestartsWord();
  const { affects, undo } = props;
  const { restarts, footprint, owners, callers } = affects;
  const sum = footprintSum(footprint);
  return (
    <FactList
      facts={[
        [t('request.restarts'), restartsWord(restarts)],
        [
          t('request.footprint'),
          footprint.length > 0 &&
            t('request.footprintOf', {
              count: sum.pods,
              cpu: cores(sum.cpuMillicores),
              memory: bytes(sum.memoryBytes),
            }),
        ],
        [
          t('request.owners'),
          owners.length > 0 && <Owners key="owners" owners={owners} />,
        ],
        [
          t('request.callers'),
          callers.map(ref => `${objectName(ref)} (${ref.cluster})`).join(', '),
        ],
        [t('request.undo'), <MeshText key="undo" text={undo.text} />],
      ]}
    />
  );
}
