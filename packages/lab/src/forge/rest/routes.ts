import type { Forge } from '../Forge.ts';
import { notFound, type Answer, type ApiCall } from './Answer.ts';
import { changeContents, getContents } from './contents.ts';
import {
  createBlob,
  createCommit,
  createTree,
  getBlob,
  getCommit,
  getGitCommit,
  getTree,
  listCommits,
} from './objects.ts';
import {
  createComment,
  createPull,
  createReview,
  getPull,
  isMerged,
  listComments,
  listFiles,
  listPullCommits,
  listPulls,
  listReviews,
  mergePull,
  updatePull,
} from './pulls.ts';
import {
  createRef,
  deleteRef,
  getBranch,
  getRef,
  getRepository,
  listBranches,
  matchingRefs,
  updateRef,
} from './references.ts';
import { userShape } from './shapes.ts';

type Handler = (forge: Forge, call: ApiCall) => Promise<Answer>;

/** Paths below /api/v3/repos/OWNER/NAME; `*` is the rest of the path, `:` one part of it. */
const ROUTES: readonly [string, string, Handler][] = [
  ['GET', '', getRepository],
  ['GET', '/branches', listBranches],
  ['GET', '/branches/*', getBranch],
  ['GET', '/git/ref/*', getRef],
  ['GET', '/git/matching-refs/*', matchingRefs],
  ['POST', '/git/refs', createRef],
  ['PATCH', '/git/refs/*', updateRef],
  ['DELETE', '/git/refs/*', deleteRef],
  ['GET', '/git/trees/*', getTree],
  ['POST', '/git/trees', createTree],
  ['GET', '/git/blobs/:', getBlob],
  ['POST', '/git/blobs', createBlob],
  ['GET', '/git/commits/:', getGitCommit],
  ['POST', '/git/commits', createCommit],
  ['GET', '/commits', listCommits],
  ['GET', '/commits/*', getCommit],
  ['GET', '/contents', getContents],
  ['GET', '/contents/*', getContents],
  ['PUT', '/contents/*', (forge, call) => changeContents(forge, call, false)],
  ['DELETE', '/contents/*', (forge, call) => changeContents(forge, call, true)],
  ['GET', '/pulls', listPulls],
  ['POST', '/pulls', createPull],
  ['GET', '/pulls/:', getPull],
  ['PATCH', '/pulls/:', updatePull],
  ['GET', '/pulls/:/files', listFiles],
  ['GET', '/pulls/:/commits', listPullCommits],
  ['GET', '/pulls/:/merge', isMerged],
  ['PUT', '/pulls/:/merge', mergePull],
  ['GET', '/pulls/:/reviews', listReviews],
  ['POST', '/pulls/:/reviews', createReview],
  ['GET', '/issues/:/comments', listComments],
  ['POST', '/issues/:/comments', createComment],
];

const TABLE = ROUTES.map(([method, pattern, handler]) => ({
  method,
  handler,
  pattern: new RegExp(
    `^${pattern.replaceAll(':', '([^/]+)').replace('*', '(.+)')}$`,
  ),
}));

/** Answers a call of the API; `path` is what follows /api/v3. Rejects with ApiError. */
export async function answerCall(
  forge: Forge,
  method: string,
  path: string,
  call: Omit<ApiCall, 'path'>,
): Promise<Answer> {
  if (method === 'GET' && path === '/user')
    return { status: 200, body: userShape(forge, call.user) };
  const root = `/repos/${forge.owner}/${forge.name}`;
  // Owners and names are case-insensitive, as on the real one.
  if (!`${path}/`.toLowerCase().startsWith(`${root}/`.toLowerCase()))
    throw notFound();
  const rest = path.slice(root.length).replace(/\/$/, '');
  for (const route of TABLE) {
    const match = route.method === method && route.pattern.exec(rest);
    if (!match) continue;
    const parts = match.slice(1).map(part => decodeURIComponent(part));
    return route.handler(forge, { ...call, path: parts });
  }
  throw notFound();
}
