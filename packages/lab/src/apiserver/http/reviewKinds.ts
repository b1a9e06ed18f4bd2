/** Kinds that can only be created: their answer is computed and nothing is stored. */
export interface ReviewKind {
  plural: string;
  kind: string;
}

export const REVIEW_GROUPS: Readonly<Record<string, readonly ReviewKind[]>> = {
  'authentication.k8s.io': [
    { plural: 'selfsubjectreviews', kind: 'SelfSubjectReview' },
    { plural: 'tokenreviews', kind: 'TokenReview' },
  ],
  'authorization.k8s.io': [
    { plural: 'selfsubjectaccessreviews', kind: 'SelfSubjectAccessReview' },
    { plural: 'selfsubjectrulesreviews', kind: 'SelfSubjectRulesReview' },
    { plural: 'subjectaccessreviews', kind: 'SubjectAccessReview' },
  ],
};

export function findReview(options: {
  group: string;
  version: string;
  plural: string;
}): ReviewKind | undefined {
  if (options.version !== 'v1') return undefined;
  return REVIEW_GROUPS[options.group]?.find(r => r.plural === options.plural);
}
