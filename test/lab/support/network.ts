import { must, run } from './processes.ts';

/** A cable into a host: its port there, its address, and the switch it hangs on. */
export interface Cable {
  readonly port: string;
  readonly lan: string;
  /** Plain address; set on the port, or on the bridge over it. */
  readonly address: string;
  /** A bridge over the port, as the installer makes it for the management network. */
  readonly bridge?: string;
  /** False = the port is there without address: the site has to give it one. */
  readonly configured?: boolean;
}

const CONTROLLER = 'swlab-ctl';
const SWITCHES = 'swlab-sw';

/** Where the network of a host (or the controller) is. */
export const namespaceOf = (name: string): string => `/run/netns/swlab-${name}`;

/** The network of the machine that the lab runs on: where a technician makes bundles. No cable leads from it into the lab. */
export const OFFICE = '/run/swlab-office';

/** Derived from the address: a host that is made anew leaves no stale neighbour entry behind. */
export function macOf(address: string): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return `02:00:${bytes.join(':')}`;
}

/** The switches of the lab, one a network, and the laptop on one of them. No switch leads out of the lab. */
export async function makeSwitches(lans: readonly string[], laptop: Cable): Promise<void> {
  await must(['ip', 'link', 'set', 'lo', 'up']);
  await must(['ip', 'netns', 'add', SWITCHES]);
  for (const lan of lans) await must(['ip', '-n', SWITCHES, 'link', 'add', lan, 'type', 'bridge']);
  for (const lan of lans) await must(['ip', '-n', SWITCHES, 'link', 'set', lan, 'up']);
  await plugIn('ctl', [laptop]);
}

export async function removeSwitches(): Promise<void> {
  await run(['ip', 'netns', 'del', CONTROLLER]);
  await run(['ip', 'netns', 'del', SWITCHES]);
}

/** Makes the network of a host with its cables in. */
export async function plugIn(name: string, cables: readonly Cable[]): Promise<void> {
  const space = `swlab-${name}`;
  await must(['ip', 'netns', 'add', space]);
  const inside = (...words: string[]) => must(['ip', '-n', space, ...words]);
  await inside('link', 'set', 'lo', 'up');
  for (const cable of cables) {
    const { port, lan, address, bridge } = cable;
    const far = farEnd(name, cable);
    await must(['ip', 'link', 'add', far, 'netns', SWITCHES, 'type', 'veth', 'peer', 'name', port, 'netns', space]);
    await must(['ip', '-n', SWITCHES, 'link', 'set', far, 'master', lan, 'up']);
    await inside('link', 'set', port, 'address', macOf(address));
    await inside('link', 'set', port, 'up');
    if (bridge !== undefined) {
      await inside('link', 'add', bridge, 'address', macOf(address), 'type', 'bridge');
      await inside('link', 'set', port, 'master', bridge);
      await inside('link', 'set', bridge, 'up');
    }
    if (cable.configured !== false) await inside('addr', 'add', `${address}/24`, 'dev', bridge ?? port);
  }
}

/** Pulls a cable out of the switch, or puts it in again. */
export async function setCable(name: string, cable: Cable, plugged: boolean): Promise<void> {
  await must(['ip', '-n', SWITCHES, 'link', 'set', farEnd(name, cable), plugged ? 'up' : 'down']);
}

export async function unplugAll(name: string): Promise<void> {
  await run(['ip', 'netns', 'del', `swlab-${name}`]);
}

function farEnd(name: string, cable: Cable): string {
  return `${name}-${cable.port}`.slice(0, 15);
}
