import { Button } from '@patternfly/react-core';
import { RedoIcon, UndoIcon } from '@patternfly/react-icons';
import { useCallback, useEffect, useState } from 'react';
import type { EditStepView } from '../../electron/api/edits.ts';
import { useSite, whenWritten } from '../state/site.ts';
import { fieldWords } from '../text/field-words.ts';
import { type Speech, useSpeech } from '../text/text.ts';
import { shownField } from '../ui/focus-field.ts';
import { markField } from '../ui/mark-field.ts';
import { StateMark } from '../ui/state-mark.tsx';
import { whenFieldShown } from '../ui/when-field-shown.ts';
import { editKey } from './edit-key.ts';
import { pageToShow } from './edit-place.ts';
import { useEngine } from './engine-context.ts';
import { pageOfField } from './journey.ts';
import { goTo, hrefOf, parseRoute } from './route.ts';

interface Done {
  readonly said: string;
  /** The first field that was changed. */
  readonly field: string | undefined;
  /** The site file since then: the sentence stands until it changes again. */
  readonly text: string | undefined;
}

/**
 * Undo and redo of every edit of the site, named by what they undo, on every page; the keys for both are heard here as well. What was
 * changed on another page is shown there.
 */
export function EditButtons() {
  const speech = useSpeech();
  const { say } = speech;
  const engine = useEngine();
  const history = useSite((state) => state.document?.history);
  const written = useSite((state) => state.document?.written);
  const step = useSite((state) => state.step);
  const text = useSite((state) => state.document?.text);
  const [done, setDone] = useState<Done>();
  const name = (view: EditStepView) => stepWords(view, written, speech);
  const take = useCallback(
    async (direction: 'undo' | 'redo') => {
      // A key that is pressed while an edit is on its way is meant for that edit.
      await whenWritten();
      const { document } = useSite.getState();
      const view = document?.history[direction];
      if (!view) return;
      // Named before: afterwards the thing may be gone.
      const what = stepWords(view, document?.written, speech);
      const isDone = await step(engine, direction);
      if (!isDone) {
        setDone(undefined);
        return;
      }
      const said = speech.say(direction === 'undo' ? 'edits.undone' : 'edits.redone', { what });
      const [field] = view.fields;
      setDone({ said, field, text: useSite.getState().document?.text });
      const isShown = field !== undefined && shownField(field) !== null;
      const page = pageToShow(field, parseRoute(window.location.hash), isShown);
      if (page && document) goTo(hrefOf(document.ref, page, field));
    },
    [engine, step, speech],
  );
  useEffect(() => {
    if (done?.field === undefined) return;
    const { field } = done;
    return whenFieldShown(
      field,
      () => markField(field),
      () => markField(field, true),
    );
  }, [done]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const direction = editKey(event);
      if (direction === undefined || document.querySelector('dialog[open]') || isTypedIn(event.target)) return;
      event.preventDefault();
      void take(direction);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [take]);
  const { undo, redo } = history ?? {};
  const said = done && done.text === text ? done.said : '';
  const undoName = undo ? say('edits.undoWhat', { what: name(undo) }) : say('edits.nothingToUndo');
  const redoName = redo ? say('edits.redoWhat', { what: name(redo) }) : say('edits.nothingToRedo');
  return (
    <div className="sw-edit-buttons">
      <Button
        variant="plain"
        icon={<UndoIcon />}
        aria-label={undoName}
        aria-keyshortcuts="Control+Z"
        title={undoName}
        isAriaDisabled={!undo}
        onClick={() => void take('undo')}
      />
      {undo && !said && (
        <span className="sw-edit-name" aria-hidden="true">
          {name(undo)}
        </span>
      )}
      <Button
        variant="plain"
        icon={<RedoIcon />}
        aria-label={redoName}
        aria-keyshortcuts="Control+Y Control+Shift+Z"
        title={redoName}
        isAriaDisabled={!redo}
        onClick={() => void take('redo')}
      />
      <Unsaved />
      <span className="sw-edit-done" role="status" title={said}>
        {said}
      </span>
    </div>
  );
}

/** What an earlier window left typed: a way to its field, from whatever page. */
function Unsaved() {
  const { say } = useSpeech();
  const ref = useSite((state) => state.document?.ref ?? '');
  const drafts = useSite((state) => state.drafts);
  const first = drafts[0];
  if (!first) return null;
  return (
    <a href={hrefOf(ref, pageOfField(first.path), first.path)}>
      <StateMark mark="warning">{say('edits.notSavedMany', { count: drafts.length })}</StateMark>
    </a>
  );
}

function stepWords({ fields, count }: EditStepView, written: unknown, speech: Speech): string {
  const [first = ''] = fields;
  const what = fieldWords(first, written, speech);
  return count > 1 ? speech.say('edits.andMore', { what, count: count - 1 }) : what;
}

/** A text field with something in it that is not written yet keeps its own undo; so does one that is none of the site's. */
function isTypedIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isText =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'file'].includes(target.type));
  if (!isText && !target.isContentEditable) return false;
  return target.dataset.field === undefined || target.dataset.typing === 'true';
}
