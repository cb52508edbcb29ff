import { Button } from '@patternfly/react-core';
import { ArrowDownIcon } from '@patternfly/react-icons';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef, useState } from 'react';
import type { LogLine } from '../state/run-fold.ts';
import { useSettings } from '../state/settings.ts';
import { useSpeech } from '../text/text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Panel } from '../ui/panel.tsx';

const GONE_AFTER_MS = 500;
const COLOURS = { look: '96', change: '93', out: '0', err: '91', note: '90' } as const;

/** The log in a terminal: find, follow, copy. Raw output stays as it came. */
export function LogView({ lines }: { readonly lines: readonly LogLine[] }) {
  const { say } = useSpeech();
  const place = useRef<HTMLDivElement>(null);
  const terminal = useRef<{ term: Terminal; search: SearchAddon; fit: FitAddon; written: number; first: number }>(
    undefined,
  );
  const [follow, setFollow] = useState(true);
  const textPx = useSettings((state) => state.logTextPx);
  useEffect(() => {
    if (!place.current) return;
    const term = new Terminal({
      convertEol: true,
      disableStdin: true,
      cursorBlink: false,
      cursorInactiveStyle: 'none',
      fontFamily: '"Red Hat Mono", monospace',
      fontSize: useSettings.getState().logTextPx,
      scrollback: 20_000,
      screenReaderMode: false,
      theme: {
        background: '#10181d',
        foreground: '#dce6ea',
        brightRed: '#ff9d8a',
        brightBlack: '#93a4ad',
        brightCyan: '#8cc5d8',
        brightYellow: '#e8c268',
      },
    });
    // A terminal takes every key for input: the Tab key has to lead on from it.
    term.attachCustomKeyEventHandler((event) => event.key !== 'Tab');
    const fit = new FitAddon();
    const search = new SearchAddon();
    term.loadAddon(fit);
    term.loadAddon(search);
    const host = place.current;
    let observer: ResizeObserver | undefined;
    let gone = false;
    // xterm measures the font when it opens: it must be there by then.
    void document.fonts.load('12px "Red Hat Mono"').finally(() => {
      if (gone) return;
      term.open(host);
      fit.fit();
      observer = new ResizeObserver(() => fit.fit());
      observer.observe(host);
    });
    terminal.current = { term, search, fit, written: 0, first: 0 };
    return () => {
      gone = true;
      observer?.disconnect();
      terminal.current = undefined;
      // It has frames and timers of its own under way, which fail on a terminal that is gone.
      setTimeout(() => term.dispose(), GONE_AFTER_MS);
    };
  }, []);
  useEffect(() => {
    const state = terminal.current;
    if (!state || state.term.options.fontSize === textPx) return;
    state.term.options.fontSize = textPx;
    state.fit.fit();
  }, [textPx]);
  useEffect(() => {
    const state = terminal.current;
    if (!state) return;
    const first = lines[0]?.seq ?? 0;
    if (first !== state.first || lines.length < state.written) {
      state.term.reset();
      state.written = 0;
      state.first = first;
    }
    const fresh = lines.slice(state.written);
    if (fresh.length === 0) return;
    state.term.write(fresh.map(format).join(''), () => {
      if (follow && terminal.current === state) state.term.scrollToBottom();
    });
    state.written = lines.length;
  }, [lines, follow]);
  return (
    <Panel
      title={say('install.log')}
      aside={
        <div className="sw-buttons">
          <span>{say('install.lines', { count: lines.length })}</span>
          <input
            className="sw-input sw-find"
            type="search"
            aria-label={say('install.find')}
            placeholder={say('install.find')}
            onKeyDown={(event) => event.key === 'Enter' && terminal.current?.search.findNext(event.currentTarget.value)}
          />
          <Button
            variant="link"
            isInline
            className={follow ? 'sw-following' : undefined}
            icon={<ArrowDownIcon />}
            aria-pressed={follow}
            onClick={() => setFollow(!follow)}
          >
            {say('install.follow')}
          </Button>
          <CopyButton text={() => lines.map(plain).join('\n')} label={say('install.copy')} />
        </div>
      }
      flush
    >
      <div className="sw-log" ref={place} />
    </Panel>
  );
}

function format(line: LogLine): string {
  // Output of a host may hold control sequences of its own: they are shown, never obeyed.
  const text = [...line.text].map((letter) => (isControl(letter.charCodeAt(0)) ? '·' : letter)).join('');
  return `\u001b[90m${timeOf(line.at)}\u001b[0m \u001b[${COLOURS[line.level]}m${line.level === 'out' ? '      ' : line.level.padEnd(6)} ${text}\u001b[0m\r\n`;
}

/** By the clock of this laptop, as all times on the page: `14:51:21.498`. */
function timeOf(iso: string): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** C0 and C1 controls but tab and line feed. */
function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f);
}

function plain(line: LogLine): string {
  return `${line.at} ${line.host} ${line.level} ${line.text}`;
}
