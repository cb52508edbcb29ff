import { useSpeech } from '../text/text.ts';
import { CommandLine } from '../ui/command-line.tsx';
import { Panel } from '../ui/panel.tsx';
import { shellWord } from '../ui/shell-word.ts';
import { StateMark } from '../ui/state-mark.tsx';
import type { Given } from './give-dialog.tsx';

/** What was just written for the customer: where, with which digests, and how it is read. */
export function GivenPanel({ given: { form, handed } }: { readonly given: Given }) {
  const { say, bytes, list } = useSpeech();
  const { folder, files, leftOut } = handed;
  const command = `age -d ${shellWord(files[0]?.name ?? '')}`;
  return (
    <Panel title={say('handover.written')}>
      <div className="sw-stack">
        <p role="status">
          <StateMark mark="done">
            <strong className="sw-wrapping sw-break">
              {say('handover.writtenTo', { count: handed.handed.length, folder })}
            </strong>
          </StateMark>
        </p>
        <ul className="sw-handover-list">
          {files.map((file) => (
            <li key={file.name}>
              <span className="mono">{file.name}</span> <span className="sw-subtle">{bytes(file.sizeBytes)}</span>
              <div className="mono sw-small sw-break">SHA-256 {file.sha256}</div>
            </li>
          ))}
        </ul>
        {leftOut.length > 0 && (
          <p className="sw-small sw-subtle">{say('handover.leftOut', { names: list(leftOut) })}</p>
        )}
        {form === 'sheet' ? (
          <StateMark mark="warning">
            <span className="sw-wrapping">{say('handover.sheetWarning')}</span>
          </StateMark>
        ) : (
          <div>
            <p>{say('handover.opensWith')}</p>
            <CommandLine command={command} label={say('handover.opensWith')} />
          </div>
        )}
      </div>
    </Panel>
  );
}
