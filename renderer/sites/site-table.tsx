import { Button } from '@patternfly/react-core';
import { SearchIcon } from '@patternfly/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { SiteListEntry } from '../../electron/api/sites.ts';
import { hrefOf } from '../app/route.ts';
import { type SentenceKey, useSpeech } from '../text/text.ts';
import { describeHere } from '../text/window-hints.ts';
import { DiagnosticList } from '../ui/diagnostic-list.tsx';
import { Panel } from '../ui/panel.tsx';
import { StateMark } from '../ui/state-mark.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { GoneSiteCells } from './gone-site-cells.tsx';
import { SITE_STATES } from './site-state.ts';

const NEXT: Readonly<Partial<Record<SiteListEntry['state'], SentenceKey>>> = {
  planned: 'sites.nextPlanned',
  rehearsed: 'sites.nextRehearsed',
  'media-made': 'sites.nextMedia',
  installing: 'sites.nextInstalling',
  verified: 'sites.nextVerified',
};

/** The site folders that this laptop knows, as a table that can be searched. A broken folder is a row with its reason. */
export function SiteTable({ recent }: { readonly recent: readonly SiteListEntry[] }) {
  const { say } = useSpeech();
  const [text, setText] = useState('');
  const [exporting, setExporting] = useState<SiteListEntry>();
  const wanted = text.trim().toLowerCase();
  const shown = recent.filter((entry) =>
    [entry.name, entry.folder, entry.organisation ?? ''].some((part) => part.toLowerCase().includes(wanted)),
  );
  return (
    <Panel
      title={say('sites.all')}
      aside={
        <div className="sw-buttons">
          <span>{say('sites.count', { count: recent.length })}</span>
          {recent.length > 0 && <FindField value={text} onChange={setText} />}
        </div>
      }
      flush
    >
      {shown.length === 0 ? (
        <p className="sw-panel-body sw-subtle">
          {recent.length === 0 ? say('sites.none') : say('sites.notFound', { text: text.trim() })}
        </p>
      ) : (
        <table className="sw-table sw-site-table">
          <thead>
            <tr>
              <th scope="col">{say('sites.site')}</th>
              <th scope="col">{say('sites.machines')}</th>
              <th scope="col">{say('sites.progress')}</th>
              <th scope="col">{say('sites.next')}</th>
              <th scope="col">{say('sites.changed')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((entry) => (
              <SiteRow key={entry.ref} entry={entry} onExport={() => setExporting(entry)} />
            ))}
          </tbody>
        </table>
      )}
      {exporting && <ExportDialog entry={exporting} onClose={() => setExporting(undefined)} />}
    </Panel>
  );
}

function FindField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { say } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return;
      if (document.querySelector('dialog[open]')) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <span className="sw-find-site">
      <SearchIcon aria-hidden="true" />
      <input
        ref={field}
        type="search"
        className="sw-input"
        aria-label={say('sites.find')}
        aria-keyshortcuts="Control+K"
        placeholder={say('sites.find')}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <kbd>Ctrl K</kbd>
    </span>
  );
}

function SiteRow({ entry, onExport }: { readonly entry: SiteListEntry; readonly onExport: () => void }) {
  const { say, moment, language } = useSpeech();
  const { mark, parts } = SITE_STATES[entry.state];
  const errors = entry.diagnostics.filter((each) => each.severity === 'error');
  const name = (
    <th scope="row">
      <a href={hrefOf(entry.ref, 'site')}>{entry.name}</a>
      {entry.organisation && <div className="sw-small sw-subtle sw-path">{entry.organisation}</div>}
      <div className="mono sw-small sw-subtle sw-path">{entry.folder}</div>
    </th>
  );
  if (entry.diagnostics.some(({ code }) => code === 'site.not-found'))
    return (
      <tr>
        <th scope="row">{entry.name}</th>
        <GoneSiteCells entry={entry} />
      </tr>
    );
  if (entry.state === 'broken')
    return (
      <tr>
        {name}
        <td colSpan={4}>
          <StateMark mark={mark}>
            <strong>{say('sites.broken')}</strong>
          </StateMark>
          <DiagnosticList diagnostics={errors.slice(0, 2)} />
        </td>
      </tr>
    );
  const next = NEXT[entry.state];
  const problem = entry.state === 'unfinished' ? errors[0] : undefined;
  return (
    <tr>
      {name}
      <td>
        {machinesOf(entry, say)}
        {entry.pve && <div className="sw-small sw-subtle">PVE {entry.pve}</div>}
      </td>
      <td>
        <div className="sw-parts" aria-hidden="true">
          {[1, 2, 3, 4, 5].map((part) => (
            <span key={part} className={part <= parts ? `sw-part sw-part-${mark}` : 'sw-part'} />
          ))}
        </div>
        <StateMark mark={mark}>
          {say('sites.partsOf', { part: parts, word: say(SITE_STATES[entry.state].word, { count: errors.length }) })}
        </StateMark>
      </td>
      <td>{problem ? describeHere(problem, language).summary : next ? say(next) : '–'}</td>
      <td className="sw-small">
        {entry.changedAt && <div>{moment(entry.changedAt)}</div>}
        <Button variant="link" isInline onClick={onExport} aria-label={say('carry.export', { name: entry.name })}>
          {say('carry.exportShort')}
        </Button>
      </td>
    </tr>
  );
}

function machinesOf({ nodes, pveNodes, hasWitness }: SiteListEntry, say: ReturnType<typeof useSpeech>['say']): string {
  if (pveNodes === undefined) return say(nodes === 1 ? 'sites.oneMachine' : 'sites.nodes', { count: nodes });
  if (hasWitness) return say('sites.nodesAndWitness', { count: pveNodes });
  return pveNodes === 1 ? say('sites.oneNode') : say('sites.nodesOf', { count: pveNodes });
}
