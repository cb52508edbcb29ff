import { Button } from '@patternfly/react-core';
import { TrashIcon } from '@patternfly/react-icons';
import { useEffect, useRef, useState } from 'react';
import type { Site } from '../../../../electron/api/site.ts';
import type { SiteEdit } from '../../../../electron/api/sites.ts';
import { useEngine } from '../../../app/engine-context.ts';
import { useSite } from '../../../state/site.ts';
import { useSpeech } from '../../../text/text.ts';
import { EditField } from '../../../ui/edit-field.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { tidyText } from '../sheet/cell-value.ts';
import type { Written } from '../sheet/sheet-rows.ts';
import { NewPortRow } from './new-port-row.tsx';
import { addPortEdits, alongWithMac, removePortEdits, roleEdits } from './port-edits.ts';
import { portRows } from './port-rows.ts';
import { RoleSelect } from './role-select.tsx';

/** What a port whose speed nobody wrote down is taken for. */
const UNSAID_SPEED = 1000;

/** Every network port of a node: name, MAC, speed and what it carries. An imported listing fills it. */
export function PortsPanel({
  site,
  written,
  host,
  name,
  asked,
}: {
  readonly site: Site;
  readonly written: Written;
  /** Its place in `hosts`. */
  readonly host: number;
  readonly name: string;
  /** Grows when somebody came here from the sheet: the keyboard goes to the first port. */
  readonly asked: number;
}) {
  const { say } = useSpeech();
  const engine = useEngine();
  const edit = useSite((state) => state.edit);
  const table = useRef<HTMLTableElement>(null);
  const [said, setSaid] = useState('');
  const rows = portRows(written, host);
  const write = (edits: readonly SiteEdit[], sentence = '') => {
    if (edits.length > 0) void edit(engine, edits);
    setSaid(sentence);
  };
  useEffect(() => {
    if (asked > 0) table.current?.querySelector<HTMLElement>('input')?.focus();
  }, [asked]);
  return (
    <Panel title={say('ports.title', { node: name })} flush>
      <table ref={table} className="sw-table sw-ports" aria-label={say('ports.title', { node: name })}>
        <thead>
          <tr>
            <th scope="col">{say('ports.name')}</th>
            <th scope="col">{say('ports.mac')}</th>
            <th scope="col">{say('ports.speed')}</th>
            <th scope="col">{say('ports.role')}</th>
            <th scope="col">
              <span className="pf-v6-screen-reader">{say('ports.act')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const port = row.name || String(row.index + 1);
            const of = (what: 'name' | 'mac' | 'speed' | 'role') =>
              say('ports.of', { what: say(`ports.${what}`), port });
            return (
              <tr key={row.path}>
                <td>
                  <EditField path={`${row.path}.name`} label={of('name')} value={row.name} hideLabel mono />
                </td>
                <td>
                  <EditField
                    path={`${row.path}.mac`}
                    label={of('mac')}
                    value={row.mac}
                    hideLabel
                    mono
                    tidy={(text) => tidyText('mac', text)}
                    along={(text) => alongWithMac(written, host, row.index, text)}
                  />
                </td>
                <td>
                  <EditField
                    path={`${row.path}.speedMbps`}
                    label={of('speed')}
                    value={typeof row.speedMbps === 'number' ? row.speedMbps : UNSAID_SPEED}
                    hideLabel
                    numeric
                    mono
                  />
                </td>
                <td>
                  <RoleSelect
                    site={site}
                    label={of('role')}
                    value={row.role}
                    onChange={(role) => write(roleEdits(written, host, row.index, role))}
                  />
                </td>
                <td>
                  <Button
                    variant="plain"
                    icon={<TrashIcon />}
                    aria-label={say('ports.remove', { port })}
                    title={say('ports.remove', { port })}
                    onClick={() => write(removePortEdits(written, host, row.index), say('ports.removed', { port }))}
                  />
                </td>
              </tr>
            );
          })}
          <NewPortRow
            key={host}
            site={site}
            onAdd={(port) => write(addPortEdits(written, host, port), say('ports.added', { port: port.name }))}
          />
        </tbody>
      </table>
      <p className="sw-sheet-said sw-small" role="status">
        {said}
      </p>
    </Panel>
  );
}
