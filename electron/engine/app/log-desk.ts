import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../api/diagnostic.ts';
import type { LogFilter, LogMatch, LogPage, LogTail } from '../../api/run-lines.ts';
import { type LogFile, openLogFile } from '../run/log-file.ts';
import { findInLog, type LogQuestion, type LogWindow, logPage, tailLog } from '../run/read-log.ts';
import type { RunShelf } from './run-shelf.ts';

/** Indexes of so many logs are held; an index is small, but a laptop sees many runs. */
const FILES_HELD = 4;

/** Reads the logs of runs, of now and of the past, by the window: however long they are. */
export class LogDesk {
  readonly #runs: RunShelf;
  readonly #files = new Map<string, LogFile>();

  constructor(runs: RunShelf) {
    this.#runs = runs;
  }

  async *tail(
    runId: string,
    filter: LogFilter,
    limit: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LogTail, void, void> {
    const file = await this.#file(runId);
    yield* tailLog(file, { filter, limit, signal, isLive: () => this.#runs.isLive(runId) });
  }

  async lines(runId: string, window: LogWindow): Promise<LogPage> {
    return logPage(await this.#file(runId), window);
  }

  async find(runId: string, question: LogQuestion): Promise<LogMatch> {
    return findInLog(await this.#file(runId), question);
  }

  /** Throws `app.unknown-run`. */
  async #file(runId: string): Promise<LogFile> {
    const folder = this.#runs.folderOf(runId);
    if (folder === undefined) throw fail('app.unknown-run', { params: { run: runId } });
    const path = join(folder, runId, 'log.jsonl');
    const held = this.#files.get(runId);
    this.#files.delete(runId);
    if (!held && !(await stat(path).catch(() => undefined))) throw fail('run.not-found', { params: { runId } });
    const file = held ?? openLogFile(path);
    this.#files.set(runId, file);
    for (const oldest of [...this.#files.keys()].slice(0, -FILES_HELD)) this.#files.delete(oldest);
    return file;
  }
}
