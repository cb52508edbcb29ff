import { Button } from '@patternfly/react-core';
import { useId, useState } from 'react';
import { useSpeech } from '../../../text/text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { COLUMNS } from './columns.ts';
import { parseTable } from './parse-table.ts';
import { type PastePlan, planPaste } from './paste-plan.ts';
import type { SheetRow } from './sheet-rows.ts';

/** A table from a spreadsheet or a CSV file: pasted or picked, shown with what it would do, written on a second press. */
export function PasteDialog({
  rows,
  onTake,
  onClose,
}: {
  readonly rows: readonly SheetRow[];
  readonly onTake: (plan: PastePlan) => void;
  readonly onClose: () => void;
}) {
  const { say } = useSpeech();
  const id = useId();
  const [text, setText] = useState('');
  const parsed = parseTable(text);
  const whole = { top: 0, bottom: 0, left: 0, right: COLUMNS.length - 1 };
  const plan = planPaste(parsed.rows, whole, rows);
  const isSaying = plan.changes.length + plan.added.length > 0;
  return (
    <Dialog title={say('sheet.pasteTitle')} onClose={onClose}>
      <div className="sw-stack">
        <p>{say('sheet.pasteWhat')}</p>
        <div className="sw-field">
          <label htmlFor={id}>{say('sheet.pasteLabel')}</label>
          <textarea
            id={id}
            className="sw-input sw-lines mono"
            rows={7}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
        <div className="sw-file">
          <label htmlFor={`${id}-file`}>{say('sheet.pasteFile')}</label>
          <input
            id={`${id}-file`}
            className="pf-v6-screen-reader"
            type="file"
            accept=".csv,.tsv,.txt,text/csv,text/plain"
            onChange={(event) => {
              void event.target.files?.[0]?.text().then(setText);
            }}
          />
        </div>
        <p role="status">
          {parsed.rows.length > 0 && (
            <>
              {say(plan.hasHeader ? 'sheet.withHeader' : 'sheet.withoutHeader')}{' '}
              {say('sheet.wouldWrite', { cells: plan.changes.length, nodes: plan.added.length })}{' '}
              {plan.leftOut > 0 && say('sheet.leftOut', { count: plan.leftOut })} {parsed.isCut && say('sheet.isCut')}
            </>
          )}
        </p>
        <div className="sw-dialog-buttons">
          <Button variant="link" onClick={onClose}>
            {say('ui.cancel')}
          </Button>
          <Button variant="primary" isDisabled={!isSaying} onClick={() => onTake(plan)}>
            {say('sheet.take')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
