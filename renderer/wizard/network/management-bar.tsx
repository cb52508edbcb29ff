import type { Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { MANAGEMENT, REPLICATION } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

/** The management network as a bar below the nodes; a second one where copies go over it as well. */
export function ManagementBar({
  network,
  width,
  y,
  isShared,
  pressing,
}: {
  readonly network: Site['network'];
  readonly width: number;
  readonly y: number;
  readonly isShared: boolean;
  readonly pressing: Pressing;
}) {
  const { say } = useSpeech();
  const middle = width / 2;
  const { cidr } = network.management;
  return (
    <DrawingPart
      id="management"
      label={`${say('network.managementNetwork')}, ${cidr}`}
      box={{ x: middle - 110, y: y - 66, width: 220, height: 56 }}
      marked={pressing.at === 'management'}
      onPress={() => pressing.press('management')}
    >
      <rect x={middle - 110} y={y - 66} width="220" height="56" rx="6" className="sw-part-ground" />
      <text x={middle} y={y - 48} textAnchor="middle" className="sw-drawing-word">
        {say('network.managementNetwork')}
      </text>
      <text x={middle} y={y - 31} textAnchor="middle" className="sw-drawing-mono">
        {cidr}
      </text>
      {isShared && (
        <text x={middle} y={y - 15} textAnchor="middle">
          {say('layers.alsoReplication')}
        </text>
      )}
      <line x1="12" x2={width - 12} y1={y} y2={y} stroke={MANAGEMENT} strokeWidth="9" strokeLinecap="round" />
      {isShared && <line x1="12" x2={width - 12} y1={y + 8} y2={y + 8} stroke={REPLICATION} strokeWidth="3" />}
    </DrawingPart>
  );
}
