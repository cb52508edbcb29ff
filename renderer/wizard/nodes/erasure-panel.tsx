import type { ReactNode } from 'react';
import type { ErasureView } from '../../../electron/api/answers.ts';
import { type Diagnostic, describeDiagnostic } from '../../../electron/api/diagnostic.ts';
import { type SentenceKey, useSpeech } from '../../text/text.ts';
import { DiagnosticList } from '../../ui/diagnostic-list.tsx';
import { Panel } from '../../ui/panel.tsx';
import { type Mark, StateMark } from '../../ui/state-mark.tsx';

const INVENTORY = {
  none: 'answers.inventoryNone',
  typed: 'answers.inventoryTyped',
  imported: 'answers.inventoryImported',
} as const;
const DISKS: Readonly<Record<ErasureView['disks'][number]['verdict'], readonly [SentenceKey, string]>> = {
  erased: ['answers.erased', 'sw-erased'],
  kept: ['answers.kept', 'sw-kept'],
  'cannot-tell': ['answers.cannotTell', 'sw-unsure'],
};
const PORTS: Readonly<Record<ErasureView['nics'][number]['verdict'], readonly [Mark, SentenceKey]>> = {
  management: ['done', 'answers.management'],
  other: ['no-change', 'answers.otherPort'],
  'cannot-tell': ['warning', 'answers.cannotTell'],
};

/** By the installer's own rules, what it would do to this machine. */
export function ErasurePanel({
  host,
  view,
  failure,
}: {
  readonly host: string;
  readonly view: ErasureView | undefined;
  readonly failure: readonly Diagnostic[];
}) {
  const { say, bytes, language } = useSpeech();
  return (
    <Panel title={say('answers.erasureTitle', { host })} aside={view && say(INVENTORY[view.inventory])} flush>
      {view?.inventory === 'none' && (
        <p className="sw-panel-body">
          <StateMark mark="warning">
            <span className="sw-wrapping">{say('answers.noInventory')}</span>
          </StateMark>
        </p>
      )}
      {view && view.disks.length > 0 && (
        <VerdictTable heads={['disk', 'size', 'verdict']}>
          {view.disks.map((disk) => {
            const [word, tone] = DISKS[disk.verdict];
            return (
              <tr key={disk.serial}>
                <th scope="row">
                  {disk.label}
                  <div className="mono sw-small sw-subtle sw-break">{disk.serial}</div>
                </th>
                <td>{disk.sizeBytes === undefined ? '–' : bytes(disk.sizeBytes)}</td>
                <td>
                  <StateMark mark={disk.verdict === 'erased' ? 'erased' : disk.verdict === 'kept' ? 'done' : 'warning'}>
                    <span className={`sw-word ${tone}`}>{say(word)}</span>
                  </StateMark>
                  {disk.reason && (
                    <div className="sw-small sw-subtle">{describeDiagnostic(disk.reason, language).summary}</div>
                  )}
                </td>
              </tr>
            );
          })}
        </VerdictTable>
      )}
      {view && view.nics.length > 0 && (
        <VerdictTable heads={['portName', 'role', 'pinned']} isAfterTable>
          {view.nics.map((nic) => {
            const [mark, word] = PORTS[nic.verdict];
            return (
              <tr key={nic.mac}>
                <th scope="row">
                  {nic.name} <div className="mono sw-small sw-subtle">{nic.mac}</div>
                </th>
                <td>
                  <StateMark mark={mark}>{say(word)}</StateMark>
                </td>
                <td className="mono">{nic.pinnedName ?? '–'}</td>
              </tr>
            );
          })}
        </VerdictTable>
      )}
      {(failure.length > 0 || (view && view.diagnostics.length > 0)) && (
        <div className="sw-panel-body">
          <DiagnosticList diagnostics={[...failure, ...(view?.diagnostics ?? [])]} />
        </div>
      )}
    </Panel>
  );
}

function VerdictTable({
  heads,
  isAfterTable,
  children,
}: {
  readonly heads: readonly ('disk' | 'size' | 'verdict' | 'portName' | 'role' | 'pinned')[];
  readonly isAfterTable?: boolean;
  readonly children: ReactNode;
}) {
  const { say } = useSpeech();
  return (
    <table className={isAfterTable ? 'sw-table sw-after-table' : 'sw-table'}>
      <thead>
        <tr>
          {heads.map((key) => (
            <th key={key} scope="col">
              {say(`answers.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
