import pg from 'pg';

/** The database gives no answer, or ended the connection: what was under way may or may not have been done. */
export class DatabaseDown extends Error {
  constructor(cause: unknown) {
    super(`the database gives no answer: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** What a statement can be sent to: the pool, or a transaction. */
export interface Queries {
  /** @returns the rows. Throws DatabaseDown where there is no connection, and the server's own error otherwise. */
  rows<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** @returns how many rows the statement touched */
  run(text: string, values?: readonly unknown[]): Promise<number>;
}

export interface Database extends Queries {
  /** Commits when `work` is done; rolls back when it throws. Never repeated by itself. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/NAME` */
  readonly url: string;
  readonly connections?: number;
  /** Longest a statement may take. */
  readonly statementTimeoutMs?: number;
}

/** All tables lie here. */
export const SCHEMA = 'monitoring';

const INT8 = 20;
const types = {
  // counts and bytes: below 2^53
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Opens a pool. Nothing is asked of the server yet. */
export function openDatabase({ url, connections = 8, statementTimeoutMs = 15_000 }: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: statementTimeoutMs,
    // the server may have gone without a word
    query_timeout: statementTimeoutMs + 5_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'sitewright-monitoring-web',
    options: `-c search_path=${SCHEMA} -c timezone=UTC`,
    types,
  });
  // an idle connection that breaks is replaced at the next question
  pool.on('error', () => undefined);
  return {
    ...queriesOf(pool),
    async transaction(work) {
      const client = await pool.connect().catch((error: unknown) => {
        throw asDown(error);
      });
      // without a listener a connection that breaks between two statements would end the process
      const ignore = (): void => undefined;
      client.on('error', ignore);
      let broken: Error | undefined;
      try {
        const queries = queriesOf(client);
        await queries.run('BEGIN');
        const result = await work(queries);
        await queries.run('COMMIT');
        return result;
      } catch (error) {
        broken = await client.query('ROLLBACK').then(
          () => undefined,
          () => new Error('the connection is broken'),
        );
        throw error;
      } finally {
        client.off('error', ignore);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function queriesOf(client: pg.Pool | pg.PoolClient): Queries {
  const send = async (text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    try {
      return await client.query({ text, values: [...values] });
    } catch (error) {
      throw asDown(error);
    }
  };
  return {
    rows: async <Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]) =>
      (await send(text, values)).rows as Row[],
    run: async (text, values) => (await send(text, values)).rowCount ?? 0,
  };
}

/** SQLSTATE classes 08 (connection), 57P (server goes down or comes up), 53 (no resources); none at all: the network. */
function asDown(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // wrong password or no such database: compose started the two with different files
  const refused = code === '28P01' || code === '28000' || code === '3D000';
  if (/^(?:08|53|57P)/.test(code) || refused || !/^[0-9A-Z]{5}$/.test(code)) return new DatabaseDown(error);
  return error;
}
