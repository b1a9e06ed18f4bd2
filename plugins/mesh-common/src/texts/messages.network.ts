/** What is said of networks, for the platform team. */
export const networkMessages = {
  'reason.network-unmaintained':
    'Cluster {{cluster}} runs {{title}} {{version}}, of which nobody makes releases any more: security holes stay open.',
  'reason.network-unmaintained.no-version':
    'Cluster {{cluster}} runs {{title}}, of which nobody makes releases any more: security holes stay open.',
  'fix.replace-network':
    'Plan to replace {{title}} in cluster {{cluster}} by a network that is maintained.',
} as const satisfies Readonly<Record<string, string>>;
