/** The pages of the simulated dashboard, with the marks of PROTOCOL.md. */
export function loginPage(csrf: string, refused: boolean): string {
  return page(
    'login',
    'Municipal monitoring',
    `<main><h1>Monitoring</h1>
${refused ? '<p role="alert">Name or password is wrong.</p>\n' : ''}<form method="post" action="/login">
<input type="hidden" name="csrf" value="${csrf}">
<label>User <input name="username" autocomplete="username" required></label>
<label>Password <input type="password" name="password" autocomplete="current-password" required></label>
<button>Log in</button>
</form></main>`,
  );
}

export function dashboardPage(sources: readonly string[]): string {
  const rows = sources.map((source) => `<li>${source}</li>`).join('');
  return page('dashboard', 'Municipal monitoring', `<main><h1>Cluster</h1><ul>${rows}</ul></main>`);
}

/** What a web server shows that was given no site. */
export function strangePage(): string {
  return '<!doctype html>\n<html lang="en"><head><title>Welcome to nginx!</title></head><body><h1>Welcome to nginx!</h1></body></html>\n';
}

function page(name: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<meta name="application-name" content="sitewright-monitoring">
</head><body data-page="${name}">${body}</body></html>
`;
}
