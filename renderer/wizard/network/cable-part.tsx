import type { ReactNode } from 'react';
import { useSpeech } from '../../text/text.ts';
import { type Box, DrawingPart } from '../../ui/live-drawing.tsx';
import type { Port } from './cables.ts';
import type { Pressing } from './pressing.ts';

/** One end of a cable, to be pressed: from a port of a machine to its switch or to the other machine. */
export function CablePart({
  id,
  host,
  to,
  port,
  box,
  pressing,
  children,
}: {
  readonly id: string;
  /** The machine that it comes out of. */
  readonly host: { readonly name: string };
  /** What it leads to, in words. */
  readonly to: string;
  readonly port: Port;
  readonly box: Box;
  readonly pressing: Pressing;
  readonly children: ReactNode;
}) {
  const { say } = useSpeech();
  const speed = useCableSpeed(port.speedMbps);
  const facts = [port.name ?? say('layers.portUnknown'), port.mac, speed].filter((fact) => fact !== undefined);
  return (
    <DrawingPart
      id={id}
      label={say('layers.cable', { name: host.name, to, facts: facts.join(', ') })}
      box={box}
      marked={pressing.at === id}
      onPress={() => pressing.press(id)}
    >
      {children}
    </DrawingPart>
  );
}

/** A speed in words: "10 Gb/s", "2,5 Gb/s". */
export function useCableSpeed(mbps: number | undefined): string | undefined {
  const { number } = useSpeech();
  if (mbps === undefined) return undefined;
  return mbps >= 1000 ? `${number(mbps / 1000, mbps % 1000 === 0 ? 0 : 1)} Gb/s` : `${number(mbps)} Mb/s`;
}
