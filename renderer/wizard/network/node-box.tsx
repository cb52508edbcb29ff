import type { Host, Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { failsOver } from '../storage/what-if.ts';
import { MANAGEMENT, PortMark, VM } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

export const NODE = { width: 224, gap: 182, top: 44 } as const;

/** A node with its first machine, its bridge and its way to the management network. */
export function NodeBox({
  site,
  host,
  x,
  height,
  bus,
  pressing,
}: {
  readonly site: Site;
  readonly host: Host;
  readonly x: number;
  readonly height: number;
  readonly bus: number;
  readonly pressing: Pressing;
}) {
  const { say } = useSpeech();
  const own = site.machines.filter((machine) => machine.node === host.name);
  const copies = site.machines.filter((machine) => machine.replication?.to.includes(host.name));
  const shown = [...own, ...copies][0];
  const middle = x + NODE.width / 2;
  const bridgeY = NODE.top + 156;
  const bottom = NODE.top + height;
  const id = `host-${host.name}`;
  return (
    <>
      <DrawingPart
        id={id}
        label={`${host.name}, ${host.address}`}
        box={{ x, y: NODE.top, width: NODE.width, height }}
        marked={pressing.at === id}
        onPress={() => pressing.press(id)}
      >
        <rect x={x} y={NODE.top} width={NODE.width} height={height} rx="8" className="sw-drawing-box" />
        <line x1={x} x2={x + NODE.width} y1={NODE.top + 38} y2={NODE.top + 38} className="sw-hairline" />
        <text x={x + 14} y={NODE.top + 25} className="sw-drawing-name">
          {host.name}
        </text>
        <text x={x + NODE.width - 14} y={NODE.top + 25} textAnchor="end">
          {host.label}
        </text>
        {own.length > 1 && (
          <text x={x + 16} y={NODE.top + 134}>
            {say('network.more', { count: own.length - 1 })}
          </text>
        )}
        <rect x={x + 16} y={bridgeY} width={NODE.width - 32} height="30" rx="6" className="sw-bridge-box" />
        <text x={x + 28} y={bridgeY + 20} className="sw-drawing-mono sw-drawing-strong">
          {shown?.bridge ?? 'vmbr0'}
        </text>
        <text x={x + NODE.width - 28} y={bridgeY + 20} textAnchor="end">
          {say('network.bridge')}
        </text>
        <line x1={middle} x2={middle} y1={bridgeY + 30} y2={bus} stroke={MANAGEMENT} strokeWidth="2.5" />
        <PortMark x={middle} y={bottom} colour={MANAGEMENT} />
        <text x={middle + 16} y={bottom - 16} className="sw-drawing-mono sw-drawing-strong">
          {host.address}
        </text>
      </DrawingPart>
      {shown && <MachineBox site={site} machine={shown} host={host} x={x} bridgeY={bridgeY} pressing={pressing} />}
    </>
  );
}

/** The machine that runs on a node, to be pressed; or the copy that waits there. */
function MachineBox({
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
  const middle = x + NODE.width / 2;
  const id = `machine-${machine.name}`;
  const drawn = (
    <>
      <line
        x1={middle}
        x2={middle}
        y1={NODE.top + 116}
        y2={bridgeY}
        stroke={VM}
        strokeWidth="2"
        strokeDasharray={runs ? undefined : '4 4'}
      />
      <rect
        x={x + 16}
        y={NODE.top + 54}
        width={NODE.width - 32}
        height="62"
        rx="6"
        className={runs ? 'sw-vm-box' : 'sw-absent-box'}
      />
      <text x={x + 28} y={NODE.top + 78} className={runs ? 'sw-drawing-word' : undefined}>
        {machine.name}
      </text>
      <text x={x + NODE.width - 28} y={NODE.top + 78} textAnchor="end">
        {runs ? say('network.id', { id: machine.id }) : ''}
      </text>
      <text x={x + 28} y={NODE.top + 100} className={runs ? 'sw-drawing-mono' : undefined}>
        {runs ? machine.address.split('/')[0] : say(failsOver(site) ? 'network.copyHere' : 'network.copyOnly')}
      </text>
    </>
  );
  if (!runs) return <g>{drawn}</g>;
  return (
    <DrawingPart
      id={id}
      label={`${machine.name}, ${machine.address}`}
      box={{ x: x + 16, y: NODE.top + 54, width: NODE.width - 32, height: 62 }}
      marked={pressing.at === id}
      onPress={() => pressing.press(id)}
    >
      {drawn}
    </DrawingPart>
  );
}
