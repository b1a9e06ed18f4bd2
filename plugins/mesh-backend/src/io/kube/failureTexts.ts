import { text, type Text } from '@meshport/plugin-mesh-common';
import { partOf, type WatchedKind } from '@meshport/plugin-mesh-node';
import { errorCode } from './callKubernetesPlugin';
import {
  CutStreamError,
  GarbageError,
  HttpStatusError,
  NoAnswerError,
  TooLargeError,
  UnreachableError,
} from './requestErrors';

const MEBIBYTE = 1024 * 1024;

/** What a sentence ends with: a code to look up, where there is one. */
function inParentheses(code: string): string {
  return code && ` (${code})`;
}

function unreachableText(error: UnreachableError): Text {
  const { how } = error;
  const detail = inParentheses(error.detail);
  if (how === 'refused') return text('source.refused');
  if (how === 'certificate') return text('source.certificate', { detail });
  if (how === 'portal') return text('source.portal', { detail });
  return text('source.connection-failed', { detail });
}

/** Why a cluster as a whole does not answer as it should. */
export function clusterFailureText(error: unknown): Text {
  if (error instanceof UnreachableError) return unreachableText(error);
  if (error instanceof NoAnswerError) {
    return text('source.hung', { seconds: error.milliseconds / 1000 });
  }
  if (error instanceof HttpStatusError) {
    return error.status === 401
      ? text('source.token-refused')
      : text('source.failing', { httpStatus: error.status });
  }
  if (error instanceof GarbageError || error instanceof TooLargeError) {
    return text('source.garbage');
  }
  return text('source.connection-failed', {
    detail: inParentheses(errorCode(error)),
  });
}

/** Why the portal's Kubernetes plugin does not tell which clusters there are. */
export function listFailureText(error: unknown): Text {
  const detail =
    error instanceof UnreachableError ? error.detail : errorCode(error);
  return text('setup.cluster-list-unreadable', {
    detail: inParentheses(detail),
  });
}

/** What was asked of a kind when it failed. */
export type KindRequest = 'list' | 'watch';

function refusedText(
  error: HttpStatusError,
  kind: WatchedKind,
  verb: KindRequest,
): Text {
  const resource = partOf(kind);
  const { status: httpStatus, reason, user } = error;
  if (httpStatus === 401) return text('source.token-refused');
  if (httpStatus === 403) {
    const { group, plural } = kind;
    const params = { verb, resource, plural, group, user };
    return text('part.missing-rule', params);
  }
  const detail = inParentheses(reason);
  return text('part.failing', { resource, httpStatus, detail });
}

/** Why one kind cannot be read at present. */
export function kindFailureText(
  error: unknown,
  kind: WatchedKind,
  verb: KindRequest,
): Text {
  const resource = partOf(kind);
  if (error instanceof HttpStatusError) return refusedText(error, kind, verb);
  if (error instanceof UnreachableError) return unreachableText(error);
  if (error instanceof NoAnswerError) {
    const seconds = error.milliseconds / 1000;
    return text('part.hung', { resource, seconds });
  }
  if (error instanceof GarbageError) return text('part.garbage', { resource });
  if (error instanceof CutStreamError) return text('part.cut', { resource });
  if (error instanceof TooLargeError) {
    const mebibytes = Math.round(error.bytes / MEBIBYTE);
    return text('part.too-large', { resource, mebibytes });
  }
  const detail = inParentheses(errorCode(error));
  return text('part.connection-lost', { resource, detail });
}
