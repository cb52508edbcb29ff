// sitewright(1): what the command line says of itself, as a manual page.
import { execFileSync } from 'node:child_process';
import { at } from '../tree.mjs';

export function manualPage(app) {
  const help = execFileSync(at('dist/stick/sitewright'), ['--help'], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: '/nonexistent' },
    cwd: at('.'),
  });
  const lines = help.split('\n').map((line) => escapeLine(line));
  return `${[
    `.TH SITEWRIGHT 1 "" "Sitewright ${app.version}" "User Commands"`,
    '.SH NAME',
    `sitewright \\- ${escapeLine(app.description.replace(/^T/, 't').replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B sitewright',
    '.I command',
    '[\\fIoptions\\fR]',
    '.SH DESCRIPTION',
    '.nf',
    ...lines,
    '.fi',
    '.SH SEE ALSO',
    'Every command says its own options: \\fBsitewright\\fR \\fIcommand\\fR \\fB\\-\\-help\\fR',
  ].join('\n')}\n`;
}

function escapeLine(line) {
  return line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
