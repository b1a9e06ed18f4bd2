import type { TestPortal } from './TestPortal';

/** Everything that the portal knows, by what was asked: entities, services and namespaces one by one, their lists, clusters. */
export async function allAnswers(
  portal: TestPortal,
  entityRefs: readonly string[],
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  for (const ref of entityRefs) answers[ref] = await portal.entity(ref);
  const services = await portal.services();
  answers.services = services;
  for (const { set, namespace, name } of services) {
    const params = { set, namespace, name };
    answers[`${set}/${namespace}/${name}`] = await portal.client.getService({
      params,
    });
  }
  const namespaces = await portal.namespaces();
  answers.namespaces = namespaces;
  for (const { cluster, name } of namespaces) {
    const params = { cluster, namespace: name };
    answers[`${cluster}/${name}`] = await portal.client.getNamespace({
      params,
    });
  }
  answers.exports = await portal.exports();
  answers.clusters = await portal.clusters();
  return answers;
}
