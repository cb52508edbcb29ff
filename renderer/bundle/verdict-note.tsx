import type { BundleVerdict } from '../../electron/api/bundle.ts';
import { useSpeech } from '../text/text.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { FailureNote } from './failure-note.tsx';

/** What reading every file came to; each that is missing, altered or extra is named. */
export function VerdictNote({ verdict }: { readonly verdict: BundleVerdict }) {
  const { say, bytes, seconds, number } = useSpeech();
  const { ok, items, files, bytes: read, durationMs, signedBy } = verdict;
  const rate = bytes(durationMs === 0 ? read : (read * 1000) / durationMs);
  return (
    <>
      <StateMark mark={ok ? 'done' : 'failed'}>
        <strong className="sw-wrapping">{say(ok ? 'bundle.verdictGood' : 'bundle.verdictBad')}</strong>
      </StateMark>
      <p>
        {say('bundle.verdictRead', {
          items: number(items),
          files: number(files),
          size: bytes(read),
          time: seconds(durationMs),
          rate,
        })}{' '}
        {signedBy !== undefined && (
          <span className="mono sw-small sw-break">{say('bundle.signedWith', { key: signedBy })}</span>
        )}
      </p>
      <p className="mono sw-small sw-subtle sw-break">{verdict.folder}</p>
      <FailureNote diagnostics={verdict.diagnostics} />
    </>
  );
}
