import { Button } from '@patternfly/react-core';
import { useSpeech } from '../text/text.ts';
import { StateMark } from './state-mark.tsx';
import type { Typed } from './use-typed.ts';

/** Below a field: what an earlier window left in it and did not write, to be taken or discarded. */
export function DraftNote({ typed, onTake }: { readonly typed: Typed; readonly onTake: (text: string) => void }) {
  const { say } = useSpeech();
  const { offered } = typed;
  if (offered === undefined) return null;
  return (
    <div className="sw-draft sw-help" role="note">
      <StateMark mark="warning">
        <span className="sw-wrapping">{say('edits.notSaved', { text: offered || say('edits.empty') })}</span>
      </StateMark>
      <Button variant="link" isInline onClick={() => onTake(offered)}>
        {say('edits.take')}
      </Button>
      <Button variant="link" isInline onClick={typed.discard}>
        {say('edits.discard')}
      </Button>
    </div>
  );
}
