import { DatabaseDown } from '../../db/database.ts';
import type { Context } from '../context.ts';
import { sendJson } from '../http/answers.ts';
import type { Exchange } from '../http/exchange.ts';
import { VERSION } from '../version.ts';

/** `GET /api/health`: asks the database something small. */
export async function health({ database }: Context, exchange: Exchange): Promise<void> {
  try {
    await database.rows('SELECT 1 FROM schema_version LIMIT 1');
    sendJson(exchange, 200, { status: 'ok', version: VERSION });
  } catch (error) {
    if (!(error instanceof DatabaseDown) && !(error instanceof Error && 'code' in error)) throw error;
    sendJson(exchange, 503, { status: 'database-down', version: VERSION });
  }
}
