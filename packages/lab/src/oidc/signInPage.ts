import type { Person } from './people.ts';

const STYLE = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; padding: 2rem 1rem; }
main { margin: 0 auto; max-width: 28rem; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
p { margin: 0 0 1.5rem; }
button { background: transparent; border: 1px solid GrayText; border-radius: .5rem; color: inherit;
  cursor: pointer; display: block; font: inherit; margin: 0 0 .75rem; padding: .75rem 1rem; text-align: start;
  width: 100%; }
button:hover { border-color: LinkText; }
button:focus-visible { outline: 3px solid LinkText; outline-offset: 2px; }
strong, small { display: block; }
small { font-size: .875rem; }
`;

/** The page that asks who the visitor wants to be; `action` takes the answer by POST as `person`. */
export function signInPage(people: readonly Person[], action: string): string {
  const buttons = people.map(
    ({ name, displayName, description }) =>
      `<button name="person" value="${escape(name)}"><strong>${escape(
        displayName,
      )}</strong> <small>${escape(description)}</small></button>`,
  );
  return page(
    'Who are you today?',
    `<p>This is a lab: the company, its people and its clusters are simulated, and no password is asked for.</p>
<form method="post" action="${escape(action)}">
${buttons.join('\n')}
</form>`,
  );
}

/** A page that says what happened, what still holds and what to do. */
export function failurePage(title: string, message: string): string {
  return page(title, `<p>${escape(message)}</p>`);
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]);
}
