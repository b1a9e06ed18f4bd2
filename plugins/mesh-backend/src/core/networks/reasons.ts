import {
  type KnownReason,
  type Network,
  text,
} from '@meshport/plugin-mesh-common';

/** What the platform team should look at in the networks of a cluster. */
export function networkReasons(
  cluster: string,
  networks: readonly Network[],
): KnownReason[] {
  return networks
    .filter(({ maintained }) => !maintained)
    .map(({ title, version, evidence }) => ({
      code: 'network-unmaintained',
      text: version
        ? text('reason.network-unmaintained', { title, version, cluster })
        : text('reason.network-unmaintained.no-version', { title, cluster }),
      fix: { text: text('fix.replace-network', { title, cluster }) },
      evidence,
    }));
}
