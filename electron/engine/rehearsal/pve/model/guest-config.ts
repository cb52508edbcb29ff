import type { World } from '../../kernel/program.ts';
import { readText, removeText, writeText } from './database.ts';
import type { Database } from './slice.ts';

/** A guest's configuration file: comment lines are the description, `key: value` lines in sorted order. */
export type GuestConfig = Record<string, string>;

export interface GuestPlace {
  readonly vmid: string;
  readonly nodeName: string;
  readonly version: number;
}

/** Where a guest's configuration lies, below /etc/pve. */
export function configPath(nodeName: string, vmid: string): string {
  return `nodes/${nodeName}/qemu-server/${vmid}.conf`;
}

/** All guests of a database, sorted by id. */
export function guestsOf(database: Database): readonly GuestPlace[] {
  return Object.entries(database.files)
    .flatMap(([path, file]) => {
      const match = /^nodes\/([^/]+)\/qemu-server\/(\d+)\.conf$/.exec(path);
      return match?.[1] && match[2] ? [{ vmid: match[2], nodeName: match[1], version: file.version }] : [];
    })
    .sort((a, b) => Number(a.vmid) - Number(b.vmid));
}

/** The node of a guest; undefined = no node has it. */
export function findGuest(database: Database, vmid: string): GuestPlace | undefined {
  return guestsOf(database).find((guest) => guest.vmid === vmid);
}

/** The configuration of a guest of one node. */
export function readGuest(database: Database, nodeName: string, vmid: string): GuestConfig | undefined {
  const text = readText(database, configPath(nodeName, vmid));
  return text === undefined ? undefined : parseGuest(text);
}

function parseGuest(text: string): GuestConfig {
  const config: GuestConfig = {};
  let description = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('[')) break;
    if (line.startsWith('#')) description += `${decodeURIComponent(line.slice(1))}\n`;
    const entry = /^([a-z][a-z_-]*\d*):\s*(.*?)\s*$/i.exec(line);
    if (entry && !line.startsWith('#')) config[entry[1] ?? ''] = entry[2] ?? '';
  }
  if (description !== '') config.description = description;
  return config;
}

/** The text as qemu-server writes it. */
export function formatGuest(config: GuestConfig): string {
  const description = (config.description ?? '').replace(/\n$/, '');
  const head =
    description === ''
      ? ''
      : description
          .split('\n')
          .map((line) => `#${line.replace(/[%:]/g, encodeURIComponent)}\n`)
          .join('');
  const lines = Object.keys(config)
    .filter((key) => key !== 'description')
    .sort()
    .map((key) => `${key}: ${config[key]}\n`);
  return `${head}${lines.join('')}`;
}

/** Writes a guest's configuration whole. */
export function writeGuest(
  world: World,
  database: Database,
  nodeName: string,
  vmid: string,
  config: GuestConfig,
): void {
  writeText(world, database, configPath(nodeName, vmid), formatGuest(config));
}

/** Takes a guest's configuration away; its volumes stay. */
export function removeGuest(world: World, database: Database, nodeName: string, vmid: string): void {
  removeText(world, database, configPath(nodeName, vmid));
}
