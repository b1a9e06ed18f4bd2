import type { Forge } from '../Forge.ts';
import type { PullRequest } from '../PullRequests.ts';
import { html, page, type Html } from './html.ts';

/** Who looks at the page; the forge believes what `?as=` says. */
export interface Viewer {
  name: string;
  /** Whom else one can be. */
  others: readonly string[];
}

export function pullList(forge: Forge, viewer: Viewer): Html {
  const title = `Pull requests of ${forge.owner}/${forge.name}`;
  const items = forge.pulls.list().map(
    pull => html`<li>
      <a href="pull/${pull.number}?as=${viewer.name}"
        >#${pull.number} ${pull.title}</a
      >
      (${stateOf(pull)})
    </li>`,
  );
  const list =
    items.length > 0
      ? html`<ul>
          ${items}
        </ul>`
      : html`<p>None yet.</p>`;
  return page(
    title,
    html`<h1>${title}</h1>
      ${list}`,
  );
}

export async function pullPage(
  forge: Forge,
  pull: PullRequest,
  viewer: Viewer,
): Promise<Html> {
  const title = `#${pull.number} ${pull.title}`;
  const isOpen = pull.state === 'open';
  const fits = !isOpen || (await forge.mergeable(pull)) !== undefined;
  return page(
    title,
    html`<p>
        <a href="../pulls?as=${viewer.name}">${forge.owner}/${forge.name}</a>
      </p>
      <h1>${title}</h1>
      <p>
        <span class="state">${stateOf(pull)}</span>
        ${pull.author} wants to merge <code>${pull.head}</code> into
        <code>${pull.base}</code>
      </p>
      ${pull.body ? html`<pre class="body">${pull.body}</pre>` : undefined}
      ${pull.comments.map(
        ({ user, body }) =>
          html`<p><b>${user}</b></p>
            <pre>${body}</pre>`,
      )}
      ${pull.reviews.map(
        ({ user, body, state }) =>
          html`<p>
            <b>${user}</b>: ${state.toLowerCase().replace('_', ' ')} ${body}
          </p>`,
      )}
      ${isOpen && !fits
        ? html`<p role="alert">
            This branch conflicts with <code>${pull.base}</code>, so it cannot
            be merged.
          </p>`
        : undefined}
      ${isOpen ? decision(pull, viewer, fits) : undefined}
      <h2>Changes</h2>
      ${coloured(await forge.diff(pull))} ${identity(viewer)}`,
  );
}

function stateOf(pull: PullRequest): string {
  if (pull.merged) return `Merged by ${pull.merged.by}`;
  return pull.state === 'open' ? 'Open' : 'Closed';
}

function decision(pull: PullRequest, viewer: Viewer, fits: boolean): Html {
  const button = (action: string, label: string, attributes?: Html) =>
    html`<form
      method="post"
      action="${pull.number}/${action}?as=${viewer.name}"
    >
      <button type="submit" ${attributes}>${label}</button>
    </form>`;
  const merge = fits ? undefined : html`disabled`;
  return html`${button('merge', 'Merge pull request', merge)}
  ${button('close', 'Close pull request')}`;
}

/** Whoever one is, chosen rather than proved. */
function identity({ name, others }: Viewer): Html {
  const options = [...new Set([name, ...others])].map(
    other => html`<option>${other}</option>`,
  );
  return html`<hr />
    <form method="get">
      <label
        >You are
        <select name="as">
          ${options}
        </select></label
      >
      <button type="submit">Change</button>
    </form>`;
}

const CLASSES: readonly [RegExp, string][] = [
  [/^(diff |index |\+\+\+ |--- |@@)/, 'hunk'],
  [/^\+/, 'add'],
  [/^-/, 'del'],
];

function coloured(diff: string): Html {
  const lines = diff.split('\n').map(line => {
    const [, name = ''] = CLASSES.find(([sign]) => sign.test(line)) ?? [];
    return html`<span class="${name}">${line}</span>`;
  });
  return html`<pre class="diff">${lines}</pre>`;
}
