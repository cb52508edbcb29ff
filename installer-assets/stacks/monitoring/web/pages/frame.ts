import type { Language } from '../../protocol/account.ts';
import { escapeHtml } from './escape.ts';
import { PAGE_TEXTS } from './texts.ts';

/** A whole page with the marks of PROTOCOL.md. `body` is HTML. */
export function frame(
  language: Language,
  page: 'login' | 'dashboard',
  body: string,
  files: { readonly styles: readonly string[]; readonly scripts: readonly string[] },
): string {
  const styles = files.styles.map((name) => `<link rel="stylesheet" href="/page/${name}">`).join('\n');
  const scripts = files.scripts.map((name) => `<script type="module" src="/page/${name}"></script>`).join('\n');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escapeHtml(PAGE_TEXTS[language].title)}</title>
<meta name="application-name" content="sitewright-monitoring">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
${styles}
${scripts}
</head><body data-page="${page}">
${body}
</body></html>
`;
}

/** Two nodes and their witness. */
export const OWN_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><path fill="#1b6078" d="M1 3h8v7H1zm12 0h8v7h-8z"/>
<path d="M5 10v4h12v-4M11 14v4" stroke="#1b6078" stroke-width="1.6" fill="none"/><circle cx="11" cy="19" r="2" fill="#a8660f"/></svg>
`;

/** The server's own style: enough for the login page, and for a dashboard without the page's files. */
export const OWN_STYLE = `:root { color-scheme: light dark; font-family: 'Red Hat Text', system-ui, sans-serif; line-height: 1.5;
  --ground: #f4f6f7; --panel: #fff; --text: #151515; --line: #dfe4e6; --edge: #7a878e; --accent: #1b6078; --on-accent: #fff; --critical: #b1380b; }
@media (prefers-color-scheme: dark) { :root { --ground: #101416; --panel: #181d20; --text: #f0f2f3; --line: #2b3337; --edge: #7a8990;
  --accent: #7fbfd4; --on-accent: #0a1a20; --critical: #f4845f; } }
body { background: var(--ground); color: var(--text); margin: 0 auto; max-width: 60rem; padding: 1rem; }
body[data-page='login'] main { background: var(--panel); border: 1px solid var(--line); border-top: 4px solid var(--accent); border-radius: 8px;
  margin: 14vh auto 0; max-width: 21rem; padding: 1.5rem; }
body[data-page='login'] h1 { font-size: 1.4rem; font-weight: 500; margin: 0 0 1.25rem; }
body[data-page='login'] form { display: grid; gap: 1rem; }
body[data-page='login'] label { display: grid; font-size: 0.9rem; font-weight: 500; gap: 0.3rem; }
input, button { border-radius: 6px; font: inherit; }
body[data-page='login'] :is(input, button) { padding: 0.5rem 0.75rem; }
body[data-page='login'] input { background: var(--panel); border: 1px solid var(--edge); color: var(--text); }
body[data-page='login'] button { background: var(--accent); border: 1px solid var(--accent); color: var(--on-accent); cursor: pointer; font-weight: 500; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
[role='alert'] { border-inline-start: 0.25rem solid var(--critical); padding-inline-start: 0.5rem; }
#app > header { align-items: center; display: flex; gap: 1rem; justify-content: space-between; }
#app > main table { border-collapse: collapse; width: 100%; }
#app > main :is(th, td) { border-block-end: 1px solid #8888; padding: 0.4rem; text-align: start; }
`;
