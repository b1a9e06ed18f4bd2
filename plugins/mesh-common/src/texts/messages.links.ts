/** What is said of several clusters together: their names, and what stands for what. */
export const linksMessages = {
  'reason.alias-conflict.same':
    'Clusters {{clusters}} are all called {{alias}} in {{system}}, so it cannot be told which of them is meant by it.',
  'reason.alias-conflict.configured':
    'Cluster {{cluster}} is configured to be called {{alias}} in {{system}}, where it calls itself {{detected}}. The configured name is used.',
  'fix.alias-conflict.same':
    'Give one of them another name in {{system}}, or name them apart with mesh.clusters.<name>.aliases.{{systemKey}} in the configuration of the portal.',
  'fix.alias-conflict.configured':
    'Remove mesh.clusters.{{cluster}}.aliases.{{systemKey}} from the configuration of the portal, or correct it.',

  'reason.no-pods.mirror':
    'This is {{service}} of cluster {{cluster}}, where its pods run.',
  'reason.no-pods.federated':
    'This is {{service}} of all clusters that offer it ({{cluster}}), where its pods run.',
  'reason.no-pods.imported':
    'This is {{service}} as it is exported by {{cluster}}, where its pods run.',
  'reason.no-pods.stand-in':
    'This stands for {{service}} of other clusters, where its pods run.',
} as const satisfies Readonly<Record<string, string>>;
