import { ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../electron/api/contract.ts';
import { DIAGNOSTIC_ERROR, DiagnosticErrorDataSchema, type Surface } from '../../electron/api/procedure.ts';
import type { RunEvent } from '../../electron/api/run.ts';

/**
 * The contract suite: the same cases over every surface. Free of any test runner and of Node, so that they also run inside
 * a real Electron window. A case throws where the contract is not kept.
 */
export type Client = ContractRouterClient<Contract>;

export interface CaseContext {
  readonly surface: Surface;
  client: Client;
  /** The two-node example. */
  readonly site: string;
  /** Breaks the way and gives a new client: a reloaded page, a lost connection. */
  reconnect(): Promise<Client>;
}

export interface ContractCase {
  readonly title: string;
  run(context: CaseContext): Promise<void>;
}

/** Finds the example by its handle; every surface may list sites. */
export async function exampleSite(client: Client): Promise<string> {
  const entry = (await client.sites.list()).find((each) => each.folder.replaceAll('\\', '/').endsWith('/two-node'));
  return entry?.ref ?? '';
}

export const CONTRACT_CASES: readonly ContractCase[] = [
  {
    title: 'says which surface it is, as the server knows it and not as the caller says',
    run: async ({ client, surface }) => same((await client.app.info()).surface, surface),
  },
  {
    title: 'lists the examples and reads one with its text',
    run: async ({ client, site }) => {
      const document = await client.sites.read({ site });
      same(document.site?.id, 'municipal');
      same(document.text.includes('[[hosts]]'), true);
    },
  },
  {
    title: 'puts nothing back where nothing was edited, and says so',
    run: async ({ client, site }) => {
      const { text, history } = await client.sites.read({ site });
      same(history, {});
      same(await refusal(() => client.edits.undo({ site, baseText: text })), ['site.undo-nothing']);
      same(await refusal(() => client.edits.redo({ site, baseText: text })), ['site.undo-nothing']);
    },
  },
  {
    title: 'keeps what is typed and not written until it is given up, and never a password',
    run: async ({ client, site }) => {
      const path = 'hosts[0].label';
      same(await client.edits.keepDraft({ site, path, text: 'Rack' }), { isKept: true });
      same(
        (await client.sites.read({ site })).drafts.map(({ text }) => text),
        ['Rack'],
      );
      same(await client.edits.keepDraft({ site, path }), { isKept: false });
      const secret = { site, path: 'hosts[0].install.rootPassword', text: 'hunter2' };
      same(await client.edits.keepDraft(secret), { isKept: false });
      same((await client.sites.read({ site })).drafts, []);
    },
  },
  {
    title: 'refuses a procedure that does not exist',
    run: async ({ client }) => {
      const unknown = client as unknown as { nowhere: { nothing(): Promise<unknown> } };
      same(await refusal(() => unknown.nowhere.nothing()), ['NOT_FOUND']);
    },
  },
  {
    title: 'refuses input of the wrong form and names the field',
    run: async ({ client }) => {
      const call = () => client.runs.stop({ runId: 'x', mode: 'later' as never });
      same(await refusal(call), ['contract.bad-input']);
      same((await evidence(call)).includes('mode'), true);
    },
  },
  {
    title: 'refuses unknown fields, so that a page of another version is noticed',
    run: async ({ client, site }) =>
      same(await refusal(() => client.sites.read({ site, extra: 1 } as never)), ['contract.bad-input']),
  },
  {
    title: 'lets raw drive writes through everywhere but over HTTP',
    run: async ({ client, surface }) => {
      const codes = await refusal(() =>
        client.drives.flash({ writes: [{ image: '/nowhere.iso', device: '/nowhere', confirm: 'x' }] }),
      );
      same(codes.includes('contract.not-allowed-here'), surface === 'http');
    },
  },
  {
    title: 'lets only the command line name paths of the laptop',
    run: async ({ client, surface }) => {
      const codes = await refusal(() => client.sites.open({ path: 'examples/two-node/site.toml' }));
      same(codes.includes('contract.not-allowed-here'), surface !== 'cli');
      if (surface === 'cli') return;
      same(await refusal(() => client.sites.read({ site: '/etc/passwd' })), ['app.unknown-handle']);
    },
  },
  {
    title: 'carries a failure as a diagnostic with its code, never as a bare sentence',
    run: async ({ client }) =>
      same(await refusal(() => client.runs.stop({ runId: 'no-such-run', mode: 'now' })), ['app.unknown-run']),
  },
  {
    title: 'resumes a stream after a cut without losing or repeating an event',
    run: async (context) => {
      const rehearsal = { faults: [], keep: false, compression: 400 };
      const { runId } = await context.client.runs.rehearse({ site: context.site, rehearsal });
      const seen: RunEvent[] = [];
      for await (const event of await context.client.runs.events({ runId, after: 0 })) {
        seen.push(event);
        if (seen.length === 25) break;
      }
      context.client = await context.reconnect();
      const after = seen.at(-1)?.seq ?? 0;
      for await (const event of await context.client.runs.events({ runId, after })) {
        seen.push(event);
        // Enough of it: a run that is stopped ends its stream as one does that went to its end.
        if (seen.length === 200) await context.client.runs.stop({ runId, mode: 'now' });
      }
      same(seen.length > 200, true);
      same(
        seen.map((event) => event.seq),
        seen.map((_, index) => index + 1),
      );
      same(seen.at(-1)?.type, 'run-finished');
      // A reader that comes after the end gets the same events from the file.
      const late: RunEvent[] = [];
      for await (const event of await context.client.runs.events({ runId, after: 0 })) late.push(event);
      same(
        late.map((event) => JSON.stringify(event)),
        seen.map((event) => JSON.stringify(event)),
      );
    },
  },
];

/** The codes that a refused call carried, or the transport's own code; empty where it was not refused. */
async function refusal(call: () => Promise<unknown>): Promise<readonly string[]> {
  const error = await thrown(call);
  if (error === undefined) return [];
  if (error.code !== DIAGNOSTIC_ERROR) return [String(error.code)];
  return DiagnosticErrorDataSchema.parse(error.data).diagnostics.map((entry) => entry.code);
}

async function evidence(call: () => Promise<unknown>): Promise<string> {
  const error = await thrown(call);
  return DiagnosticErrorDataSchema.parse(error?.data)
    .diagnostics.flatMap((entry) => entry.evidence)
    .join();
}

async function thrown(call: () => Promise<unknown>): Promise<ORPCError<string, unknown> | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof ORPCError) return error;
    throw error;
  }
}

function same(seen: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`expected ${b?.slice(0, 400)}, saw ${a?.slice(0, 400)}`);
}
