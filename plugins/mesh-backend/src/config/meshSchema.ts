import { z } from 'zod';
import { linksSchema, metricsSchema, objectivesSchema } from './metricsSchema';
import { requestsSchema } from './requestsSchema';

/** One problem per value: what is empty is not also misspelt. */
const name = z.string().trim().min(1, { abort: true });

const namespacePattern = name.regex(/^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/, {
  error:
    'must be the name of a namespace; * stands for any characters, as in kube-*',
});

/** Keys of annotations and labels: a prefix that is a domain, and a name. */
const metadataKey = name.regex(
  /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/,
  {
    error: 'must be the key of an annotation or label, as in example.com/owner',
  },
);

function clusterSchema(meshes: readonly string[]) {
  // Metrics stores have a name of their own for a cluster, as meshes do.
  const aliases = Object.fromEntries(
    [...meshes, 'metrics'].map(system => [system, name.optional()]),
  );
  return z.strictObject({
    displayName: name.optional(),
    region: name.optional(),
    kubectlContext: name.optional(),
    defaultMesh: z.enum([...meshes]).optional(),
    aliases: z.strictObject(aliases).optional(),
    metrics: name.optional(),
  });
}

/** `mesh:` of the app-config; `meshes` are the ids of the meshes that there are. */
export function meshSchema(meshes: readonly string[]) {
  const set = z.strictObject({
    name: name.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
      error: 'must consist of lower case letters, digits and dashes',
    }),
    title: name.optional(),
    clusters: z.array(name),
  });
  return z.strictObject({
    clusterSets: z.array(set).min(1).optional(),
    clusters: z.record(z.string(), clusterSchema(meshes)).optional(),
    ignore: z
      .strictObject({ namespaces: z.array(namespacePattern).optional() })
      .optional(),
    ownership: z
      .strictObject({ namespaceKey: metadataKey.optional() })
      .optional(),
    metrics: metricsSchema.optional(),
    objectives: objectivesSchema.optional(),
    links: linksSchema.optional(),
    requests: requestsSchema.optional(),
  });
}
