import { Button } from '@patternfly/react-core';
import { useRef, useState } from 'react';
import type { Site } from '../../../../electron/api/site.ts';
import { useSpeech } from '../../../text/text.ts';
import { tidyText } from '../sheet/cell-value.ts';
import type { NewPort } from './port-edits.ts';
import type { PortRole } from './port-rows.ts';
import { RoleSelect } from './role-select.tsx';

const EMPTY = { name: '', mac: '', role: 'none' as PortRole };

/** The last row: a port that is written when its name and MAC are there, since half a port cannot be read. */
export function NewPortRow({ site, onAdd }: { readonly site: Site; readonly onAdd: (port: NewPort) => void }) {
  const { say } = useSpeech();
  const [typed, setTyped] = useState(EMPTY);
  const row = useRef<HTMLTableRowElement>(null);
  const isWhole = typed.name.trim() !== '' && typed.mac.trim() !== '';
  const add = () => {
    if (!isWhole) return;
    onAdd({ ...typed, name: typed.name.trim(), mac: tidyText('mac', typed.mac) });
    setTyped(EMPTY);
    // Where the next port is typed.
    row.current?.querySelector('input')?.focus();
  };
  return (
    <tr ref={row}>
      {(['name', 'mac'] as const).map((key) => (
        <td key={key}>
          <input
            className="sw-input mono"
            aria-label={say('ports.newOne', { what: say(`ports.${key}`) })}
            value={typed[key]}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped({ ...typed, [key]: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter') add();
            }}
          />
        </td>
      ))}
      <td />
      <td>
        <RoleSelect
          site={site}
          label={say('ports.newOne', { what: say('ports.role') })}
          value={typed.role}
          onChange={(role) => setTyped({ ...typed, role })}
        />
      </td>
      <td>
        <Button variant="secondary" size="sm" isAriaDisabled={!isWhole} onClick={add}>
          {say('ports.add')}
        </Button>
      </td>
    </tr>
  );
}
