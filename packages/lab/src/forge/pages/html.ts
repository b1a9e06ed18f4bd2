/** Text that is HTML already. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | undefined;

/** HTML with everything escaped that is put into it, unless it is HTML itself. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    strings.reduce((text, next, i) => `${text}${shown(parts[i - 1])}${next}`),
  );
}

function shown(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(p => p.text).join('');
  return String(part).replace(
    /[&<>"']/g,
    character => `&#${character.charCodeAt(0)};`,
  );
}

const STYLE = new Html(`
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 0 auto; padding: 1rem }
  pre { overflow: auto; padding: .75rem; border: 1px solid #8888; border-radius: 6px; white-space: pre-wrap }
  .diff { white-space: pre; line-height: 1.35 }
  .diff span { display: block; min-height: 1.35em }
  .add { background: #2da44e33 } .del { background: #cf222e33 } .hunk { opacity: .7 }
  .state { padding: .1rem .6rem; border-radius: 1rem; border: 1px solid #8888 }
  form { display: inline-block; margin: 0 .5rem .5rem 0 }
  button, select { font: inherit; padding: .3rem .8rem }
`);

export function page(title: string, body: Html): Html {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
}
