import { useCallback } from 'react';
import type { FieldSheet, SheetTable } from '../../../electron/api/field-sheet.ts';
import { useEngine } from '../../app/engine-context.ts';
import { useSite } from '../../state/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DiagnosticList } from '../../ui/diagnostic-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useAsked } from '../../ui/use-asked.ts';

/** The field sheet as it prints: what to pack, a part for each machine, labels to cut out. */
export function FieldSheetView() {
  const { say, pick } = useSpeech();
  const engine = useEngine();
  const ref = useSite((state) => state.document?.ref ?? '');
  const text = useSite((state) => state.document?.text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the site's text decides what the engine answers
  const asked = useAsked(useCallback(() => engine.sheet.read({ site: ref }), [engine, ref, text]));
  const sheet = asked.value;
  return (
    <div className="sw-stack">
      <DiagnosticList diagnostics={asked.failure} />
      {sheet && (
        <>
          <p className="sw-print-only">
            <strong>{sheet.site}</strong> {sheet.organisation}
          </p>
          <Panel title={pick(sheet.packing.title)} flush>
            <SheetRows table={sheet.packing} />
          </Panel>
          {sheet.hosts.map((host) => (
            <div key={host.name} className="sw-sheet-host">
              <Panel title={host.name} aside={<span className="mono">{pick(host.about)}</span>} flush>
                {host.tables.map((table) => (
                  <SheetRows key={table.title.en} table={table} named />
                ))}
              </Panel>
            </div>
          ))}
          <div className="sw-labels-sheet">
            <Panel title={say('review.labels')}>
              <p className="sw-subtle">{say('review.labelsLead')}</p>
              <Labels labels={sheet.labels} />
            </Panel>
          </div>
        </>
      )}
    </div>
  );
}

function SheetRows({ table, named }: { readonly table: SheetTable; readonly named?: boolean }) {
  const { pick } = useSpeech();
  return (
    <table className="sw-table sw-sheet-table">
      <caption className={named ? undefined : 'pf-v6-screen-reader'}>{pick(table.title)}</caption>
      <thead>
        <tr>
          {table.head.map((text) => (
            <th key={text.en} scope="col">
              {pick(text)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => {
          const [first, ...rest] = row;
          return (
            <tr key={row.map(({ en }) => en).join(' ')}>
              <th scope="row">{first ? pick(first) : ''}</th>
              {rest.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                <td key={index}>
                  {pick(text) ||
                    (index === rest.length - 1 && rest.length > 2 && (
                      <span className="sw-sheet-tick" aria-hidden="true" />
                    ))}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Labels({ labels }: { readonly labels: FieldSheet['labels'] }) {
  const { say, pick } = useSpeech();
  return (
    <ul className="sw-labels">
      {labels.map(({ name, kind, lines }) => (
        <li key={`${kind} ${name}`}>
          <strong>{name}</strong>
          <span className="sw-small">{say(kind === 'machine' ? 'review.labelMachine' : 'review.labelStick')}</span>
          {lines.map((line) => (
            <span key={line.en} className="mono">
              {pick(line)}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
