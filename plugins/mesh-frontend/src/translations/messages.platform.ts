/** The pages below `/mesh`. */
export const platformMessages = {
  'platform.title': 'Mesh',

  'servicesPage.title': 'Services',
  'servicesPage.service': 'Service',
  'servicesPage.namespace': 'Namespace',
  'servicesPage.set': 'Clusters',
  'servicesPage.state': 'State',
  'servicesPage.where': 'Where',
  'servicesPage.owners': 'Owners',
  'servicesPage.needs': 'Needs',
  'servicesPage.nobody': 'nobody',
  'servicesPage.emptyTitle': 'No service here that you may see',
  'servicesPage.emptyNext':
    'Services appear once a cluster has been read. It takes the permission mesh.service.read for each of them.',

  'filter.set': 'Cluster set',
  'filter.cluster': 'Cluster',
  'filter.mesh': 'Mesh',
  'filter.state': 'State',
  'filter.namespace': 'Namespace',
  'filter.owner': 'Owner',
} as const;
