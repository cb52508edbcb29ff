import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { REPLICATION } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

/** The network that only copies and moving machines use, from the first node to the last. */
export function ReplicationLine({
  cidr,
  from,
  to,
  y,
  pressing,
}: {
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly pressing: Pressing;
}) {
  const { say } = useSpeech();
  const middle = (from + to) / 2;
  return (
    <DrawingPart
      id="replication"
      label={`${say('layers.ownReplication')}, ${cidr}`}
      box={{ x: from + 12, y: y - 46, width: to - from - 24, height: 72 }}
      marked={pressing.at === 'replication'}
      onPress={() => pressing.press('replication')}
    >
      <rect x={from + 12} y={y - 46} width={to - from - 24} height="72" rx="6" className="sw-part-ground" />
      <line x1={from} x2={to} y1={y} y2={y} stroke={REPLICATION} strokeWidth="3" />
      <rect x={middle - 62} y={y - 43} width="124" height="20" rx="10" fill={REPLICATION} />
      <text x={middle} y={y - 29} textAnchor="middle" className="sw-link-name">
        {say('layers.ownReplication')}
      </text>
      <text x={middle} y={y + 19} textAnchor="middle" className="sw-drawing-mono sw-drawing-strong">
        {cidr}
      </text>
    </DrawingPart>
  );
}
