/** A line for a shell: Flux leaves a cluster alone, where it would put right at once what is broken by hand. */
export function suspendFlux(cluster: string): string {
  const kubectl = `kubectl --context ${cluster} -n flux-system`;
  const suspended = JSON.stringify({ spec: { suspend: true } });
  return `${kubectl} get kustomizations -o name | xargs ${kubectl} patch --type merge -p '${suspended}'`;
}
