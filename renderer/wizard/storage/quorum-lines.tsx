import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { type Wire, wireId } from './quorum-wires.ts';
import type { Voter } from './what-if.ts';

interface Pressed {
  readonly wire: Wire;
  readonly onToggle: () => void;
}

function useWireWords(wire: Wire, silent = wire.cut) {
  const { loss, cut } = wire;
  const { say } = useSpeech();
  const isLink = loss.kind === 'link';
  const name = isLink ? say('quorum.clusterLink', { id: loss.id }) : say('quorum.managementNetwork');
  const silence = isLink ? say('storage.linkSilent', { id: loss.id }) : say('quorum.managementSilent');
  return {
    id: wireId(wire),
    label: say('quorum.wirePart', { wire: name, state: say(cut ? 'quorum.wireCut' : 'quorum.wireUp') }),
    text: silent ? silence : name,
  } as const;
}

/** A link between two nodes. */
export function LinkBetween({
  wire,
  from,
  to,
  y,
  silent,
  onToggle,
}: Pressed & { readonly from: number; readonly to: number; readonly y: number; readonly silent: boolean }) {
  const { id, label, text } = useWireWords(wire, silent);
  return (
    <DrawingPart
      id={id}
      label={label}
      box={{ x: from + 3, y: y - 20, width: to - from - 6, height: 28 }}
      pressed={wire.cut}
      onPress={onToggle}
    >
      <rect x={from + 3} y={y - 20} width={to - from - 6} height="28" className="sw-part-ground" />
      <line
        x1={from}
        x2={to}
        y1={y}
        y2={y}
        className={silent ? 'sw-dead-line' : 'sw-link-line'}
        stroke={silent ? undefined : wire.colour}
      />
      <text x={(from + to) / 2} y={y - 6} textAnchor="middle">
        {text}
      </text>
    </DrawingPart>
  );
}

/** A link that joins more than two nodes: a bar across all of them. */
export function LinkBar({
  wire,
  x,
  y,
  width,
  onToggle,
}: Pressed & { readonly x: number; readonly y: number; readonly width: number }) {
  const { id, label, text } = useWireWords(wire);
  return (
    <DrawingPart id={id} label={label} box={{ x, y, width, height: 26 }} pressed={wire.cut} onPress={onToggle}>
      <rect
        x={x}
        y={y}
        width={width}
        height="26"
        rx="6"
        className={wire.cut ? 'sw-lost-box' : undefined}
        fill={wire.cut ? undefined : wire.colour}
      />
      <text x={x + width / 2} y={y + 17} textAnchor="middle" className={wire.cut ? 'sw-drawing-word' : 'sw-link-name'}>
        {text}
      </text>
    </DrawingPart>
  );
}

/** The way of two nodes to their witness, over the management network. */
export function WitnessPath({
  wire,
  witness,
  ends,
  top,
  y,
  left,
  right,
  onToggle,
}: Pressed & {
  readonly witness: Voter;
  readonly ends: readonly { readonly node: Voter; readonly x: number }[];
  /** Lower edge of the nodes, and the height of the witness's two sides. */
  readonly top: number;
  readonly y: number;
  readonly left: number;
  readonly right: number;
}) {
  const { say } = useSpeech();
  const { id, label, text } = useWireWords(wire);
  const middle = (left + right) / 2;
  const from = ends[0]?.x ?? left;
  const ground = { x: from, y: top + 22, width: Math.max(0, 2 * (middle - from)), height: 30 };
  return (
    <DrawingPart id={id} label={label} box={ground} pressed={wire.cut} onPress={onToggle}>
      <rect {...ground} className="sw-part-ground" />
      <text x={middle} y={top + 42} textAnchor="middle">
        {text}
      </text>
      {ends.map(({ node, x }) => {
        const seen = node.alive && witness.alive && !wire.cut;
        const isLeft = x < middle;
        return (
          <g key={node.name}>
            <path
              d={`M${x} ${top} V${y} H${isLeft ? left : right}`}
              className={seen && node.inside ? 'sw-vote-line' : 'sw-dead-line'}
            />
            <text x={isLeft ? left - 8 : right + 8} y={y - 7} textAnchor={isLeft ? 'end' : 'start'}>
              {say(seen ? 'storage.sees' : 'storage.noAnswer', { host: node.name })}
            </text>
          </g>
        );
      })}
    </DrawingPart>
  );
}
