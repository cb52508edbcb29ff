import { DrawingPart } from '../../ui/live-drawing.tsx';
import { MANAGEMENT } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

export interface Neighbour {
  /** Absent: the form has no field for it. */
  readonly part?: string;
  readonly name: string;
  readonly address: string;
  readonly note: string;
  /** Drawn dashed: the site works without it. */
  readonly optional?: boolean;
  readonly vote?: boolean;
}

/** Something on the management network that is no node. */
export function NeighbourBox({
  neighbour,
  x,
  y,
  bus,
  width,
  height,
  pressing,
}: {
  readonly neighbour: Neighbour;
  readonly x: number;
  readonly y: number;
  readonly bus: number;
  readonly width: number;
  readonly height: number;
  readonly pressing: Pressing;
}) {
  const frame = neighbour.optional ? 'sw-absent-box' : neighbour.vote ? 'sw-witness-box' : 'sw-drawing-box';
  const drawn = (
    <>
      <line
        x1={x + width / 2}
        x2={x + width / 2}
        y1={bus}
        y2={y}
        stroke={MANAGEMENT}
        strokeWidth="2"
        strokeDasharray={neighbour.optional ? '4 4' : undefined}
      />
      <rect x={x} y={y} width={width} height={height} rx="6" className={frame} />
      <text x={x + 14} y={y + 24} className="sw-drawing-word">
        {neighbour.name}
      </text>
      <text x={x + 14} y={y + 44} className="sw-drawing-mono sw-drawing-strong">
        {neighbour.address}
      </text>
      <text x={x + 14} y={y + 63}>
        {neighbour.note}
      </text>
      {neighbour.vote && <circle cx={x + width - 16} cy={y + 18} r="5" className="sw-vote-badge" />}
    </>
  );
  const { part } = neighbour;
  if (part === undefined) return <g>{drawn}</g>;
  return (
    <DrawingPart
      id={part}
      label={`${neighbour.name}, ${neighbour.address}`}
      box={{ x, y, width, height }}
      marked={pressing.at === part}
      onPress={() => pressing.press(part)}
    >
      {drawn}
    </DrawingPart>
  );
}
