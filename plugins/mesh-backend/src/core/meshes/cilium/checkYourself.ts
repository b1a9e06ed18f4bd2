import { type Membership, text } from '@meshport/plugin-mesh-common';
import type { Workload } from '@meshport/plugin-mesh-node';
import { kubectl } from '../../model/kubectl';
import { lookAtNamespace, lookAtPods } from '../../model/lookAt';
import type { L7Rule } from './l7';
import { LABEL_MTLS } from './names';
import type { World } from './world';

type Checks = Membership['verify'];

const COLUMNS = ['POD:.metadata.name', 'NODE:.spec.nodeName'];

function podsOf({ snapshot }: World, workload: Workload): Checks {
  const command = lookAtPods(snapshot, workload, COLUMNS);
  return command ? [{ text: text('verify.nodes'), command }] : [];
}

/** Commands that show what the namespace asks for, and the ztunnels of its pods' nodes. */
export function checkZtunnel(world: World, workload: Workload): Checks {
  const { snapshot, parts } = world;
  const context = snapshot.cluster.kubectlContext;
  const { namespace } = parts.ztunnel ?? world.agents.workload;
  return [
    {
      text: text('verify.namespace'),
      command: lookAtNamespace(snapshot, workload.namespace, [LABEL_MTLS]),
    },
    ...podsOf(world, workload),
    {
      text: text('verify.cilium-ztunnel'),
      command: kubectl(
        context,
        ...['-n', namespace, 'get', 'pods'],
        ...['-l', 'app=ztunnel-cilium', '-o', 'wide'],
      ),
    },
  ];
}

/** Commands that show the rules that select the workload. */
export function checkL7({ snapshot }: World, rules: readonly L7Rule[]): Checks {
  const context = snapshot.cluster.kubectlContext;
  return rules.map(({ ref, plural }) => {
    const [group] = ref.apiVersion.split('/');
    const place = ref.namespace ? ['-n', ref.namespace] : [];
    const get = ['get', `${plural}.${group}`, ref.name, '-o', 'yaml'];
    return {
      text: text('verify.cilium-rule', { kind: ref.kind, name: ref.name }),
      command: kubectl(context, ...place, ...get),
    };
  });
}
