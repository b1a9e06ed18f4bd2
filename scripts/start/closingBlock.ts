/** As one word of a POSIX shell; left as it is where that is safe, because it reads better. */
function shellWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** What the terminal ends with: where to go, who one is, and one command whose effect shows on a page. */
export function closingBlock({
  url,
  kubeconfig,
  hasKubectl,
  stores = [],
  metricsMissing,
}: {
  url: string;
  kubeconfig: string;
  hasKubectl: boolean;
  /** Prometheus servers over the lab. */
  stores?: readonly { name: string; url: string }[];
  /** Why there are none. */
  metricsMissing?: string;
}): string {
  const page = `${url}/catalog/default/component/order-processor`;
  const kubectl = hasKubectl
    ? []
    : [
        '  (kubectl is not on your PATH: https://kubernetes.io/docs/tasks/tools)',
      ];
  const metrics = [
    ...stores.map(store => `  Prometheus "${store.name}":  ${store.url}`),
    ...(metricsMissing ? [`  No metrics. ${metricsMissing}`] : []),
  ];
  const burst =
    stores.length > 0
      ? [
          'Let a service fail, and see within a minute who feels it, on the page of checkout-api:',
          '  npm run lab -- burst gcp-gke orders/inventory-service',
        ]
      : [];
  return [
    '',
    `Meshport is ready:  ${url}`,
    '  Enter as the guest, who may look at everything, or sign in as somebody of the company:',
    '  dev-gitlab, dev-payments or platform. No password is asked for.',
    ...metrics,
    '',
    'Try this in another terminal, with the page of order-processor open:',
    `  ${page}`,
    '',
    `  export KUBECONFIG=${shellWord(kubeconfig)}`,
    '  kubectl --context aws-eks -n orders rollout restart deployment/order-processor',
    ...kubectl,
    '',
    'Its card "Mesh" counts from 1/3 to 3/3 pods while you look.',
    'Break a cluster:  npm run lab -- hang aws-eks     Mend it:  npm run lab -- heal',
    ...burst,
    'Logs are in .meshport. Ctrl-C ends everything.',
    '',
  ].join('\n');
}
