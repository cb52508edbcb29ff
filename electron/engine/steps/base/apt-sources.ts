/** The repository that needs a subscription and the internet; without both it makes every apt run fail. */
const ENTERPRISE = /https?:\/\/enterprise\.proxmox\.com\//;

/**
 * An apt source file with its enterprise entries switched off: `.list` lines become comments (8.x), deb822 stanzas of
 * `.sources` get `Enabled: no` (9.x). The file stays, as it belongs to a package. Equal text = nothing to do.
 */
export function withoutEnterprise(path: string, text: string): string {
  return path.endsWith('.sources') ? inStanzas(text) : inLines(text);
}

function inLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^\s*deb(-src)?\s/.test(line) && ENTERPRISE.test(line) ? `# ${line}` : line))
    .join('\n');
}

function inStanzas(text: string): string {
  return text
    .split(/(\n[ \t]*\n)/)
    .map((stanza) => {
      if (!/^URIs:.*$/im.test(stanza) || !ENTERPRISE.test(stanza)) return stanza;
      if (/^Enabled:\s*(no|false|0)\s*$/im.test(stanza)) return stanza;
      if (/^Enabled:.*$/im.test(stanza)) return stanza.replace(/^Enabled:.*$/im, 'Enabled: no');
      const end = /\n*$/.exec(stanza)?.[0] ?? '';
      return `${stanza.slice(0, stanza.length - end.length)}\nEnabled: no${end}`;
    })
    .join('');
}
