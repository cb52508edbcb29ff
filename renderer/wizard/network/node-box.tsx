import type { Host, Site } from '../../../electron/api/site.ts';
import { useSpeech } from '../../text/text.ts';
import { DrawingPart } from '../../ui/live-drawing.tsx';
import { CablePart } from './cable-part.tsx';
import { MANAGEMENT_BRIDGE, managementPort } from './cables.ts';
import { cableId } from './drawing-parts.ts';
import type { Layers } from './layers.ts';
import { MachineBox } from './machine-box.tsx';
import { MANAGEMENT, PortMark } from './port-mark.tsx';
import type { Pressing } from './pressing.ts';

export const NODE = { width: 224, gap: 204, top: 44 } as const;

/** So much of a port's name fits between the cable and the edge of the box. */
const LONGEST_PORT = 13;

/** A node with its first machine, its bridge and its cable to the management network. */
export function NodeBox({
  site,
  host,
  x,
  height,
  bus,
  layers,
  pressing,
}: {
  readonly site: Site;
  readonly host: Host;
  readonly x: number;
  readonly height: number;
  readonly bus: number;
  readonly layers: Layers;
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
  const bridge = shown?.bridge ?? MANAGEMENT_BRIDGE;
  const given = host.network?.bridges.find(({ name }) => name === bridge);
  const hasMachines = layers.has('machines');
  const port = managementPort(host);
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
        {hasMachines && own.length > 1 && (
          <text x={x + 16} y={NODE.top + 134}>
            {say('network.more', { count: own.length - 1 })}
          </text>
        )}
        {hasMachines && (
          <>
            <rect x={x + 16} y={bridgeY} width={NODE.width - 32} height="30" rx="6" className="sw-bridge-box" />
            <text x={x + 28} y={bridgeY + 20} className="sw-drawing-mono sw-drawing-strong">
              {bridge}
            </text>
            <text x={x + NODE.width - 28} y={bridgeY + 20} textAnchor="end">
              {bridge === MANAGEMENT_BRIDGE
                ? say('network.bridge')
                : (given?.ports.join(', ') ?? '') || say('network.bridge')}
            </text>
          </>
        )}
      </DrawingPart>
      {layers.has('management') && (
        <CablePart
          id={cableId('management', host.name)}
          host={host}
          to={say('layers.toManagement')}
          port={port}
          box={{ x: middle - 16, y: bottom - 14, width: 32, height: bus - bottom + 6 }}
          pressing={pressing}
        >
          <line
            x1={middle}
            x2={middle}
            y1={hasMachines && bridge === MANAGEMENT_BRIDGE ? bridgeY + 30 : bottom}
            y2={bus}
            stroke={MANAGEMENT}
            strokeWidth="2.5"
          />
          <PortMark x={middle} y={bottom} colour={MANAGEMENT} />
          <text x={middle + 16} y={bottom - 34} className="sw-drawing-mono sw-port-name">
            {shortened(port.name ?? '')}
          </text>
          <text x={middle + 16} y={bottom - 16} className="sw-drawing-mono sw-drawing-strong">
            {host.address}
          </text>
        </CablePart>
      )}
      {hasMachines && shown && (
        <MachineBox site={site} machine={shown} host={host} x={x} bridgeY={bridgeY} pressing={pressing} />
      )}
    </>
  );
}

function shortened(name: string): string {
  return name.length > LONGEST_PORT ? `${name.slice(0, LONGEST_PORT - 1)}…` : name;
}
