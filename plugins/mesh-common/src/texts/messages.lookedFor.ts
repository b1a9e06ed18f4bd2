/** What was searched for an entity, and what is wrong with its annotations, if so. */
export const lookedForMessages = {
  'lookedFor.services':
    'Looked in {{clusters}} for the services that the annotation meshport.io/services names: {{services}}.',
  'lookedFor.labelSelector':
    'Looked in {{clusters}} for services and workloads with the labels {{selector}}.',
  'lookedFor.labelSelectorInNamespace':
    'Looked in namespace {{namespace}} of {{clusters}} for services and workloads with the labels {{selector}}.',
  'lookedFor.kubernetesId':
    'Looked in {{clusters}} for services and workloads with the label backstage.io/kubernetes-id={{id}}.',
  'lookedFor.kubernetesIdInNamespace':
    'Looked in namespace {{namespace}} of {{clusters}} for services and workloads with the label backstage.io/kubernetes-id={{id}}.',
  'lookedFor.badServices':
    'The annotation meshport.io/services is "{{value}}", which is not a list of namespace/name separated by commas. Nothing was looked for.',
  'lookedFor.badLabelSelector':
    'The annotation backstage.io/kubernetes-label-selector is "{{value}}", which is not a label selector such as app=cart. Nothing was looked for.',
  'lookedFor.unknownClusters':
    'The entity is looked for in {{clusters}} only, and the portal reads no such cluster.',
  'lookedFor.parts_one': 'A system has what its one part has.',
  'lookedFor.parts_other': 'A system has what its {{count}} parts have.',
  'lookedFor.withheld':
    'The catalog says what belongs to this entity. You may see a part of it.',
} as const;
