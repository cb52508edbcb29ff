import { lastsAt } from '../install/take-at.ts';
import type { FaultEntry, SimHost, World } from '../kernel/program.ts';
import type { Interface } from './interfaces.ts';
import { settingsOf } from './settings.ts';

/** Faults of machines, cables and clocks. After `@` comes the host; a cable's may name its port: `link.slow@pve2:eno2`. */
export const debianFaults: readonly FaultEntry[] = [
  {
    name: 'link.slow',
    summary: {
      en: 'answers over the cables of a host take 45 ms',
      es: 'las respuestas por los cables de un equipo tardan 45 ms',
    },
  },
  {
    name: 'link.lossy',
    summary: {
      en: 'every fourth packet over the cables of a host is lost',
      es: 'se pierde uno de cada cuatro paquetes por los cables de un equipo',
    },
  },
  {
    name: 'link.narrow',
    summary: {
      en: 'the cables of a host carry no packet above 1400 bytes',
      es: 'los cables de un equipo no transportan paquetes de más de 1400 bytes',
    },
  },
  {
    name: 'address.taken',
    summary: {
      en: 'another machine answers at the addresses of a host',
      es: 'otra máquina responde en las direcciones de un equipo',
    },
  },
  {
    name: 'disk.failing',
    summary: {
      en: 'the first disk of a host reports that it fails',
      es: 'el primer disco de un equipo avisa de que falla',
    },
  },
  {
    name: 'clock.skewed',
    summary: { en: 'the clock of a host is two hours ahead', es: 'el reloj de un equipo va dos horas adelantado' },
  },
  {
    name: 'virtualisation.off',
    summary: {
      en: 'the firmware of a host has virtualisation switched off',
      es: 'el firmware de un equipo tiene la virtualización desactivada',
    },
  },
];

/** One end of a cable. */
export interface End {
  readonly host: SimHost;
  /** Undefined = not known. */
  readonly port: Pick<Interface, 'name' | 'mtu'> | undefined;
}

export interface Cable {
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Every nth packet is lost; 0 = none. */
  readonly losesEvery: number;
  /** Largest packet, header included. */
  readonly mtu: number;
}

const NARROW_BYTES = 1400;

/** How good the way between two hosts is, with what was ordered at either end. */
export function cableBetween(world: World, ends: readonly End[]): Cable {
  const has = (fault: string): boolean =>
    ends.some(({ host, port }) => {
      const place = `${host.name}:${port?.name}`;
      return lastsAt(world, fault, host.name) || (world.hasFault(`${fault}@${place}`) && lastsAt(world, fault, place));
    });
  const isSlow = has('link.slow');
  return {
    latencyMs: isSlow ? 45 : 0.2,
    jitterMs: isSlow ? 6 : 0.02,
    losesEvery: has('link.lossy') ? 4 : 0,
    mtu: Math.min(...ends.map(({ port }) => port?.mtu ?? 1500), has('link.narrow') ? NARROW_BYTES : Infinity),
  };
}

/** Seconds by which a skewed clock is ahead: one kept in the local time of a summer. */
const SKEW_SECONDS = 7200;

/** A host whose clock was ordered to be off is off from now on, until something sets it. */
export function skewClock(world: World, host: SimHost): void {
  if (!world.takeFault(`clock.skewed@${host.name}`) && !world.takeFault('clock.skewed')) return;
  settingsOf(world, host).clockOffsetSeconds = SKEW_SECONDS;
  world.changed();
}
