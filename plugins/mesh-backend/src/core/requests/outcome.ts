import {
  text,
  type MeshRequest,
  type RequestEventCode,
  type Text,
} from '@meshport/plugin-mesh-common';

/** What became of a command; a refusal says why, to whoever gave it. */
export type Outcome =
  | { readonly kind: 'changed'; readonly request: MeshRequest }
  | { readonly kind: 'refused'; readonly reason: Text };

/** One line of the history, before it has a time. */
export interface Happened {
  readonly by: string;
  readonly event: RequestEventCode;
  readonly text: Text;
  readonly comment?: string;
}

export function refused(
  id: string,
  params: Record<string, string | number> = {},
): Outcome {
  return { kind: 'refused', reason: text(`request.refused.${id}`, params) };
}

/** The request with `news`, one version later, and with what happened in its history. */
export function changed(
  request: MeshRequest,
  news: Partial<MeshRequest>,
  { happened, now }: { happened: Happened; now: string },
): Outcome {
  const { by, event, text: told, comment } = happened;
  const line = { at: now, by, event, text: told };
  return {
    kind: 'changed',
    request: {
      ...request,
      ...news,
      version: request.version + 1,
      updatedAt: now,
      history: [
        ...request.history,
        comment === undefined ? line : { ...line, comment },
      ],
    },
  };
}
