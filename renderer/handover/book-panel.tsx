import type { HandoverNote } from '../../electron/api/handover-look.ts';
import { type Speech, useSpeech } from '../text/text.ts';
import { Panel } from '../ui/panel.tsx';

/** What was handed over so far: when, by whom, where to, and the digests by which it is known again. */
export function BookPanel({ notes }: { readonly notes: readonly HandoverNote[] }) {
  const speech = useSpeech();
  const { say, moment, bytes } = speech;
  return (
    <Panel title={say('handover.book')}>
      {notes.length === 0 && <p className="sw-subtle">{say('handover.bookNone')}</p>}
      <ol className="sw-handover-list">
        {notes.map((note) => (
          <li key={`${note.at} ${note.kind}`}>
            <strong>{titleOf(note, speech)}</strong>
            <div className="sw-small sw-subtle">{say('handover.noteBy', { moment: moment(note.at), by: note.by })}</div>
            {note.kind === 'copy' && (
              <>
                <div className="mono sw-small sw-break">
                  {note.hosts.length > 0 && `${note.hosts.join(', ')}: `}
                  {note.folder}
                </div>
                <div className="sw-small">
                  {say('handover.noteFiles', { files: note.files, size: bytes(note.bytes) })}
                </div>
                <div className="mono sw-small sw-break">SHA256SUMS {note.sha256}</div>
              </>
            )}
            {note.kind === 'secrets' && (
              <>
                <div className="mono sw-small sw-break">{note.folder}</div>
                {note.files.map(({ name, sha256 }) => (
                  <div key={name} className="mono sw-small sw-break">
                    {name} {sha256}
                  </div>
                ))}
              </>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function titleOf(note: HandoverNote, { say }: Speech): string {
  if (note.kind === 'secrets') return say(`handover.note_${note.form}`);
  if (note.kind === 'copy') return say(note.withVault ? 'handover.note_copyVault' : 'handover.note_copy');
  return note.name === undefined ? say('handover.note_rekeyed') : say('handover.note_renewed', { name: note.name });
}
