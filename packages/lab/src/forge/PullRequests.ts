/** A pull request as the forge keeps it; its branches are in the repository. */
export interface PullRequest {
  number: number;
  title: string;
  body: string;
  author: string;
  head: string;
  base: string;
  /** Of the branches when it was opened, and after every push until it was closed. */
  headSha: string;
  baseSha: string;
  state: 'open' | 'closed';
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  merged?: { at: string; by: string; sha: string };
  comments: Comment[];
  reviews: Review[];
}

export interface Comment {
  id: number;
  user: string;
  body: string;
  createdAt: string;
}

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';

export interface Review extends Comment {
  state: ReviewState;
  commit: string;
}

/** The pull requests of the repository. They are forgotten with the lab, as its clusters are. */
export class PullRequests {
  private readonly all = new Map<number, PullRequest>();
  private lastId = 0;

  list(): PullRequest[] {
    return [...this.all.values()].sort((a, b) => b.number - a.number);
  }

  get(number: number): PullRequest | undefined {
    return this.all.get(number);
  }

  open(
    request: Pick<
      PullRequest,
      'title' | 'body' | 'author' | 'head' | 'base' | 'headSha' | 'baseSha'
    >,
  ): PullRequest {
    const time = new Date().toISOString();
    const number = this.all.size + 1;
    const opened: PullRequest = {
      ...request,
      number,
      state: 'open',
      createdAt: time,
      updatedAt: time,
      comments: [],
      reviews: [],
    };
    this.all.set(number, opened);
    return opened;
  }

  comment(request: PullRequest, user: string, body: string): Comment {
    const comment = { ...this.stamp(), user, body };
    request.comments.push(comment);
    this.touch(request);
    return comment;
  }

  review(
    request: PullRequest,
    review: { user: string; body: string; state: ReviewState },
  ): Review {
    const made = { ...this.stamp(), ...review, commit: request.headSha };
    request.reviews.push(made);
    this.touch(request);
    return made;
  }

  close(request: PullRequest, merged?: { by: string; sha: string }): void {
    this.touch(request);
    request.state = 'closed';
    request.closedAt = request.updatedAt;
    if (merged) request.merged = { at: request.updatedAt, ...merged };
  }

  reopen(request: PullRequest): void {
    this.touch(request);
    request.state = 'open';
    delete request.closedAt;
  }

  touch(request: PullRequest): void {
    request.updatedAt = new Date().toISOString();
  }

  private stamp(): { id: number; createdAt: string } {
    this.lastId += 1;
    return { id: this.lastId, createdAt: new Date().toISOString() };
  }
}
