import { useCallback, useEffect, useRef, useState } from 'react';
import { useEngine } from '../app/engine-context.ts';
import { useSite } from '../state/site.ts';
import { valueAt } from '../state/value-at.ts';

/** What is typed is kept this soon: a window that dies loses no more. */
const KEEP_AFTER_MS = 700;
const LONGEST = 4096;

export interface Typed {
  readonly text: string;
  /** There is something in the field that is not written into the file yet. */
  readonly isTyping: boolean;
  /** What an earlier window left in this field, not written; undefined where there is nothing of it. */
  readonly offered: string | undefined;
  type(text: string): void;
  /** Puts back what stands in the file. */
  giveUp(): void;
  /** The text is about to be written. What stood in the file before; undefined where it is the same. */
  settle(text: string): string | undefined;
  /** What an earlier window left is not wanted. */
  discard(): void;
}

/**
 * The text of a field of site.toml while it is typed. Kept by the engine within a second until it is written, so that it can be
 * offered again after the window was killed.
 * @param value what the site says
 * @param options `isWritten`: the value is what stands in the file already, whether a site can be read out of it or not
 */
export function useTyped(path: string, value: string, options: { readonly isWritten?: boolean } = {}): Typed {
  const engine = useEngine();
  const revision = useSite((state) => state.revision);
  const keepDraft = useSite((state) => state.keepDraft);
  // What stands in the file may be something that the site cannot be read with: then the site is an older one.
  const impossible = useSite((state) =>
    !options.isWritten && state.document && !state.document.site
      ? plain(valueAt(state.document.written, path))
      : undefined,
  );
  const said = impossible ?? value;
  const [text, setText] = useState(said);
  const written = useRef(said);
  const kept = useRef<{ timer?: ReturnType<typeof setTimeout>; text?: string; isSent: boolean }>({ isSent: false });
  const offer = useSite((state) => state.drafts.find((draft) => draft.path === path)?.text);

  const flush = useCallback(() => {
    const { text, isSent, timer } = kept.current;
    clearTimeout(timer);
    const isFit = text !== undefined && text.length <= LONGEST;
    kept.current = { isSent: isSent || isFit };
    if (isFit) void keepDraft(engine, path, text);
  }, [engine, path, keepDraft]);
  /** @param all what an earlier window left as well */
  const forget = (all: boolean) => {
    const { isSent, timer } = kept.current;
    clearTimeout(timer);
    kept.current = { isSent: false };
    if (isSent || (all && offer !== undefined)) void keepDraft(engine, path, undefined);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: after an undo the file's word counts, also where it is the same one
  useEffect(() => {
    written.current = said;
    setText(said);
    clearTimeout(kept.current.timer);
    kept.current = { isSent: kept.current.isSent };
  }, [said, revision]);
  // A field that goes away is not left by a person.
  useEffect(() => flush, [flush]);

  return {
    text,
    isTyping: text !== written.current,
    offered: offer === undefined || offer === text ? undefined : offer,
    type: (next) => {
      setText(next);
      const { current } = kept;
      current.text = next;
      current.timer ??= setTimeout(flush, KEEP_AFTER_MS);
    },
    giveUp: () => {
      setText(written.current);
      forget(false);
    },
    settle: (next) => {
      const before = written.current;
      forget(next !== before);
      written.current = next;
      setText(next);
      return next === before ? undefined : before;
    },
    discard: () => void keepDraft(engine, path, undefined),
  };
}

function plain(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value.join('\n') : undefined;
}
