import { Fragment } from 'react';
import { linkedText } from '../../electron/api/help/linked-text.ts';
import type { TermId } from '../../electron/api/help/terms.ts';
import type { Text } from '../../electron/api/text.ts';
import { helpHref } from '../app/help-route.ts';
import { useSpeech } from '../text/text.ts';

/** A sentence of the help: words of the glossary lead there, holes are shown as named frames. */
export function Said({ text, except }: { readonly text: Text; readonly except?: TermId }) {
  const { language } = useSpeech();
  return (
    <>
      {linkedText(text[language], language, except).map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence have no other name
        <Fragment key={index}>
          {piece.term ? (
            <a className="sw-term" href={helpHref('term', piece.term)}>
              {piece.text}
            </a>
          ) : (
            <Holes sentence={piece.text} />
          )}
        </Fragment>
      ))}
    </>
  );
}

/** `{host}` as a frame with its name. */
export function Holes({ sentence }: { readonly sentence: string }) {
  return sentence.split(/(\{[a-zA-Z][a-zA-Z0-9]*\})/).map((part, index) =>
    part.startsWith('{') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence have no other name
      <var key={index} className="sw-hole">
        {part.slice(1, -1)}
      </var>
    ) : (
      part
    ),
  );
}
