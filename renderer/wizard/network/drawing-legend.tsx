import type { SentenceKey } from '../../text/text.ts';
import { useSpeech } from '../../text/text.ts';
import type { Layer, Layers } from './layers.ts';
import { LINK_COLOURS, MANAGEMENT, REPLICATION, VM } from './port-mark.tsx';

const LINES: readonly {
  readonly layer: Layer;
  readonly colours: readonly string[];
  readonly word: SentenceKey;
}[] = [
  { layer: 'management', colours: [MANAGEMENT], word: 'layers.lineManagement' },
  { layer: 'links', colours: LINK_COLOURS, word: 'layers.lineLinks' },
  { layer: 'replication', colours: [REPLICATION], word: 'layers.lineReplication' },
  { layer: 'machines', colours: [VM], word: 'layers.lineMachines' },
];

/** What the lines of the drawing stand for, as far as they are shown. */
export function DrawingLegend({ layers }: { readonly layers: Layers }) {
  const { say } = useSpeech();
  return (
    <ul className="sw-legend sw-small sw-subtle" aria-label={say('layers.legend')}>
      {LINES.filter(({ layer }) => layers.has(layer)).map(({ layer, colours, word }) => (
        <li key={layer}>
          {colours.map((colour) => (
            <span key={colour} className="sw-key" style={{ background: colour }} aria-hidden="true" />
          ))}
          {say(word)}
        </li>
      ))}
      <li>
        <span className="sw-key sw-key-dashed" aria-hidden="true" />
        {say('layers.lineDashed')}
      </li>
    </ul>
  );
}
