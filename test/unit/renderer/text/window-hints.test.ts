import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../../electron/api/diagnostic.ts';
import { type DiagnosticEntry, diagnosticEntries } from '../../../../electron/api/diagnostics/index.ts';
import { LANGUAGES, type Text } from '../../../../electron/api/text.ts';
import { describeHere, WINDOW_HINTS } from '../../../../renderer/text/window-hints.ts';

/** Commands for a node or another computer. */
const COMMANDS = /(lsblk|udevadm|pvecm|qm set|ha-manager)[^.,;»]*/g;
/** What the window cannot do is said to be done in a terminal. */
const IN_TERMINAL = /in a terminal|en una terminal/i;

const entries = Object.entries(diagnosticEntries as Readonly<Record<string, DiagnosticEntry>>).filter(
  ([code]) => !code.startsWith('cli.'),
);

describe('hints in the window', () => {
  it('name an option or a command of the command line only where they send to a terminal', () => {
    const own = WINDOW_HINTS as Readonly<Record<string, Text>>;
    const bad = entries.flatMap(([code, entry]) =>
      LANGUAGES.map((language) => `${code}: ${(own[code] ?? entry.hint)[language]}`).filter(
        (hint) =>
          !IN_TERMINAL.test(hint) && /(^|[^\w-])--[a-z]|sitewright [a-z]|apply S/.test(hint.replace(COMMANDS, '')),
      ),
    );
    expect(bad).toEqual([]);
  });

  /** What only a terminal can do today; a hint of the window that names an option for anything else is a mistake. */
  const ONLY_IN_TERMINAL = ['storage.pool-not-importable', 'storage.pool-of-other-system', 'storage.pool-other-layout'];
  const OPTION = /(^|[^\w-])--[a-z]/;

  it('name an option for nothing else than what only a terminal can do', () => {
    const own = WINDOW_HINTS as Readonly<Record<string, Text>>;
    const naming = entries
      .filter(([code, entry]) =>
        LANGUAGES.some((language) => OPTION.test((own[code] ?? entry.hint)[language].replace(COMMANDS, ''))),
      )
      .map(([code]) => code);
    expect(naming.sort()).toEqual(ONLY_IN_TERMINAL);
  });

  it('are there for every code whose own hint names an option, and no summary names one', () => {
    const naming = (text: Text) => LANGUAGES.some((language) => OPTION.test(text[language].replace(COMMANDS, '')));
    expect(entries.filter(([code, { hint }]) => naming(hint) && !(code in WINDOW_HINTS))).toEqual([]);
    expect(entries.filter(([, { summary }]) => naming(summary)).map(([code]) => code)).toEqual([]);
  });

  it('fill no hole that the summary and the hint of the code do not have', () => {
    const holes = (text: string) => text.match(/\{[a-zA-Z]+\}/g) ?? [];
    for (const [code, hint] of Object.entries(WINDOW_HINTS) as [keyof typeof WINDOW_HINTS, Text][])
      for (const language of LANGUAGES) {
        const { summary, hint: other } = diagnosticEntries[code];
        expect(holes(summary[language] + other[language]), code).toEqual(expect.arrayContaining(holes(hint[language])));
      }
  });

  it('say what to press where the command line is told an option, and leave the summary as it is', () => {
    const said = describeHere(
      diagnostic('storage.disk-in-use', { params: { serial: 'S1', host: 'pve1', storage: 'data' } }),
      'en',
    );
    expect(said.summary).toContain('S1');
    expect(said.hint).toContain('typing its serial S1');
  });

  it('say a point in time as it is read on this laptop', () => {
    const params = { user: 'ana', laptop: 'l7', runId: 'r', since: '2026-03-01T10:00:00.000Z', minutes: 30 };
    expect(describeHere(diagnostic('run.site-lock-stale', { params }), 'en').summary).toMatch(
      /since 1 Mar \d\d:\d\d\)/,
    );
  });
});
