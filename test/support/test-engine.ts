import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EnginePorts } from '../../electron/engine/engine.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface TestEngine {
  readonly engine: Engine;
  /** A folder of this test alone; the user's state and home lie in it. */
  readonly folder: string;
  close(): Promise<void>;
}

/** What an engine of a test is given; all that is the user's lies in `folder`. */
export function testPorts(folder: string): EnginePorts {
  return {
    appVersion: '0.0.0-test',
    shippedRoot: ROOT,
    examplesRoot: join(ROOT, 'examples'),
    flasherPath: join(ROOT, 'dist', 'flasher', 'flasher.cjs'),
    temporaryRoot: folder,
    env: { XDG_STATE_HOME: join(folder, 'state') },
    by: 'test',
  };
}

/** The real engine, with the user's folders in a place of its own. */
export function openTestEngine(ports: Partial<EnginePorts> = {}): TestEngine {
  const folder = mkdtempSync(join(tmpdir(), 'sitewright-test-'));
  const engine = createEngine({ ...testPorts(folder), ...ports });
  return {
    engine,
    folder,
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
