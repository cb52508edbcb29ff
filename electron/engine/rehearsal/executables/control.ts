import { connect } from 'node:net';
import { z } from 'zod';
import type { SimWorld } from '../kernel/world.ts';
import { encodeFrame, FrameReader } from './wire.ts';

const ControlSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('fault'), name: z.string() }),
  /** The lab cut or gave power to a real host. */
  z.strictObject({ do: z.literal('power'), host: z.string(), on: z.boolean() }),
  z.strictObject({ do: z.literal('link'), a: z.string(), b: z.string(), up: z.boolean(), link: z.number().optional() }),
  /** A real unit of the host was started or stopped: the simulated one follows. */
  z.strictObject({
    do: z.literal('unit'),
    host: z.string(),
    unit: z.string(),
    action: z.enum(['start', 'stop', 'restart', 'reload', 'enable', 'disable']),
  }),
  z.strictObject({ do: z.literal('effects') }),
  z.strictObject({ do: z.literal('seen') }),
  z.strictObject({ do: z.literal('defects') }),
  z.strictObject({ do: z.literal('hosts') }),
  z.strictObject({ do: z.literal('processes') }),
  z.strictObject({ do: z.literal('now') }),
]);
export type HostsControl = z.infer<typeof ControlSchema>;

/** Answers what the lab asks of the running world. Throws an Error that says what is wrong with the request. */
export async function answerControl(world: SimWorld, value: unknown): Promise<unknown> {
  const parsed = ControlSchema.safeParse(value);
  if (!parsed.success)
    throw new Error(
      `no such request: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    );
  const wanted = parsed.data;
  const host = (name: string) => {
    const found = world.hosts.get(name);
    if (!found) throw new Error(`no host is named ${name}; there are ${[...world.hosts.keys()].join(', ')}`);
    return found;
  };
  switch (wanted.do) {
    case 'fault':
      world.orderFault(wanted.name);
      return null;
    case 'power':
      world.setPower(host(wanted.host), wanted.on);
      return null;
    case 'link':
      world.setLink(host(wanted.a), host(wanted.b), wanted.up, wanted.link);
      return null;
    case 'unit': {
      const failure = await world.unitAction(host(wanted.host), wanted.unit, wanted.action);
      if (failure !== undefined) throw new Error(failure);
      return null;
    }
    case 'effects':
      return Object.fromEntries(world.effects);
    case 'seen':
      return world.seen;
    case 'defects':
      return world.defects;
    case 'hosts':
      return [...world.hosts.values()].map(({ name, os, powered, ports, units }) => ({
        name,
        os,
        powered,
        ports: [...ports.keys()],
        units: Object.fromEntries(units),
      }));
    case 'processes':
      return [...world.processes.values()].map(({ id, host: { name }, argv }) => ({ id, host: name, argv }));
    case 'now':
      return world.now();
  }
}

/** Asks a running daemon through its socket. Rejects with the daemon's sentence, or with that it does not answer. */
export function askDaemon(socketPath: string, request: HostsControl): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const reader = new FrameReader();
    const socket = connect(socketPath);
    socket.on('connect', () => socket.write(encodeFrame('K', JSON.stringify(request))));
    socket.on('error', (error) => reject(new Error(`the daemon does not answer at ${socketPath}: ${error.message}`)));
    socket.on('close', () => reject(new Error(`the daemon at ${socketPath} closed without an answer`)));
    socket.on('data', (chunk: Buffer) => {
      for (const frame of reader.push(chunk)) {
        const body = JSON.parse(frame.data.toString('utf8')) as { answer?: unknown; error?: string };
        if (body.error === undefined) resolve(body.answer);
        else reject(new Error(body.error));
        socket.end();
      }
    });
  });
}
