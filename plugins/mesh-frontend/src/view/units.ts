import type { Footprint } from '@meshport/plugin-mesh-common';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const KIB = 2 ** 10;

/** `300m` or `1.5` cores, as Kubernetes writes them. */
export function cores(millicores: number): string {
  return millicores < 1000
    ? `${millicores}m`
    : `${Math.round(millicores / 100) / 10}`;
}

/** `12 KiB`, `512 MiB`, `1.5 GiB`. */
export function bytes(count: number): string {
  // What is little is not nothing.
  if (count > 0 && count < MIB) return `${Math.ceil(count / KIB)} KiB`;
  return count < GIB
    ? `${Math.round(count / MIB)} MiB`
    : `${Math.round((count / GIB) * 10) / 10} GiB`;
}

/** What all parts ask for together. */
export function footprintSum(parts: readonly Footprint[]): Pick<
  Footprint,
  'pods' | 'cpuMillicores' | 'memoryBytes'
> & {
  shareOfAllocatable?: number;
} {
  const sum = (read: (part: Footprint) => number) =>
    parts.reduce((total, part) => total + read(part), 0);
  const shares = parts.flatMap(part => part.shareOfAllocatable ?? []);
  return {
    pods: sum(part => part.pods),
    cpuMillicores: sum(part => part.cpuMillicores),
    memoryBytes: sum(part => part.memoryBytes),
    ...(shares.length === parts.length && parts.length > 0
      ? { shareOfAllocatable: shares.reduce((a, b) => a + b, 0) }
      : {}),
  };
}

/** 0.034 is `3.4 %`; less than a thousandth is not zero. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %';
  return `${Math.round(share * 1000) / 10} %`;
}
