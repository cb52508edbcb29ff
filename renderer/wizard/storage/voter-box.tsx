import { CheckCircleIcon, ExclamationCircleIcon, ExclamationTriangleIcon } from '@patternfly/react-icons';
import { type SentenceKey, useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import type { Fate, Voter } from './what-if.ts';

export const VOTER = { width: 196, height: 108 } as const;

export const FATES: Readonly<Record<Fate, { readonly word: SentenceKey; readonly bad: 'no' | 'some' | 'yes' }>> = {
  works: { word: 'storage.keepsWorking', bad: 'no' },
  votes: { word: 'storage.votesFor', bad: 'no' },
  off: { word: 'storage.off', bad: 'yes' },
  restarts: { word: 'storage.stops', bad: 'yes' },
  frozen: { word: 'storage.frozen', bad: 'some' },
  unheard: { word: 'quorum.unheard', bad: 'some' },
};

/** A node or the witness with its vote and what becomes of it. Pressing it takes its power away, or gives it back. */
export function VoterBox({
  voter,
  x,
  y,
  below,
  onToggle,
}: {
  readonly voter: Voter;
  readonly x: number;
  readonly y: number;
  readonly below: string;
  readonly onToggle: () => void;
}) {
  const { say } = useSpeech();
  const { word, bad } = FATES[voter.fate];
  const Icon = bad === 'no' ? CheckCircleIcon : bad === 'some' ? ExclamationTriangleIcon : ExclamationCircleIcon;
  const status = bad === 'no' ? 'success' : bad === 'some' ? 'warning' : 'danger';
  const votes = voter.inside ? 1 : 0;
  return (
    <DrawingPart
      id={`host-${voter.name}`}
      label={say('quorum.voterPart', { host: voter.name, fate: say(word), votes })}
      box={{ x, y, ...VOTER }}
      pressed={!voter.alive}
      onPress={onToggle}
    >
      <rect
        x={x}
        y={y}
        width={VOTER.width}
        height={VOTER.height}
        rx="6"
        className={voter.alive ? 'sw-drawing-box' : 'sw-lost-box'}
      />
      <line x1={x} x2={x + VOTER.width} y1={y + 66} y2={y + 66} className="sw-hairline" />
      <text x={x + 15} y={y + 28} className="sw-drawing-name">
        {voter.name}
      </text>
      <text x={x + 15} y={y + 49}>
        {below}
      </text>
      <g transform={`translate(${x + 15} ${y + 80})`} fontSize={14}>
        <Icon color={`var(--pf-t--global--icon--color--status--${status}--default)`} />
      </g>
      <text x={x + 37} y={y + 92} className="sw-drawing-word">
        {say(word)}
      </text>
      <circle cx={x + VOTER.width - 25} cy={y} r="16" className={votes > 0 ? 'sw-vote-badge' : 'sw-no-vote-badge'} />
      <text
        x={x + VOTER.width - 25}
        y={y + 4.5}
        textAnchor="middle"
        className={votes > 0 ? 'sw-vote-figure' : undefined}
      >
        {votes}
      </text>
    </DrawingPart>
  );
}
