import type { Host, Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { failsOver } from '../storage/what-if.ts';
import { CablePart } from './cable-part.tsx';
import { cableId } from './drawing-parts.ts';
import { VM } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

/** The place of a machine in its node's box. */
const BOX = { left: 16, top: 98, width: 192, height: 62 } as const;

/** The machine that runs on a node, to be pressed; or the copy that waits there. */
export function MachineBox({
  site,
  machine,
  host,
  x,
  bridgeY,
  pressing,
}: {
  readonly site: Site;
  readonly machine: Site['machines'][number];
  readonly host: Host;
  readonly x: number;
  readonly bridgeY: number;
  readonly pressing: Pressing;
}) {
  const { say } = useSpeech();
  const runs = machine.node === host.name;
  const middle = x + BOX.left + BOX.width / 2;
  const id = `machine-${machine.name}`;
  const top = BOX.top;
  const cable = (
    <line
      x1={middle}
      x2={middle}
      y1={top + BOX.height}
      y2={bridgeY}
      stroke={VM}
      strokeWidth="2"
      strokeDasharray={runs ? undefined : '4 4'}
    />
  );
  const drawn = (
    <>
      <rect
        x={x + BOX.left}
        y={top}
        width={BOX.width}
        height={BOX.height}
        rx="6"
        className={runs ? 'sw-vm-box' : 'sw-absent-box'}
      />
      <text x={x + 28} y={top + 24} className={runs ? 'sw-drawing-word' : undefined}>
        {machine.name}
      </text>
      <text x={x + BOX.left + BOX.width - 12} y={top + 24} textAnchor="end">
        {runs ? say('network.id', { id: machine.id }) : ''}
      </text>
      <text x={x + 28} y={top + 46} className={runs ? 'sw-drawing-mono' : undefined}>
        {runs ? machine.address.split('/')[0] : say(failsOver(site) ? 'network.copyHere' : 'network.copyOnly')}
      </text>
    </>
  );
  if (!runs)
    return (
      <g>
        {cable}
        {drawn}
      </g>
    );
  return (
    <>
      <DrawingPart
        id={id}
        label={`${machine.name}, ${machine.address}`}
        box={{ x: x + BOX.left, y: top, width: BOX.width, height: BOX.height }}
        marked={pressing.at === id}
        onPress={() => pressing.press(id)}
      >
        {drawn}
      </DrawingPart>
      <CablePart
        id={cableId('bridge', machine.name)}
        host={machine}
        to={say('layers.toBridge', { bridge: machine.bridge })}
        port={{ name: say('layers.virtualPort') }}
        box={{ x: middle - 16, y: top + BOX.height + 4, width: 32, height: bridgeY - top - BOX.height - 8 }}
        pressing={pressing}
      >
        {cable}
      </CablePart>
    </>
  );
}
