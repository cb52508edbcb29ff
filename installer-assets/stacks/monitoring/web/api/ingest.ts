import { storeContact } from '../../db/states.ts';
import { BatchSchema, MAX_BATCH_BYTES } from '../../protocol/batch.ts';
import { CollectorReportSchema } from '../../protocol/collector.ts';
import { SamplesSchema } from '../../protocol/sample.ts';
import type { Context } from '../context.ts';
import { sendJson, sendNothing } from '../http/answers.ts';
import { readJson } from '../http/body.ts';
import type { Exchange } from '../http/exchange.ts';

/** `POST /api/batches`. Answered only after the batch is in the database for good. */
export async function takeBatch({ batches, log }: Context, exchange: Exchange): Promise<void> {
  const batch = await readJson(exchange, BatchSchema, MAX_BATCH_BYTES);
  const answer = await batches.store(batch, exchange.now);
  const { tooOld, inFuture } = answer.rejected;
  if (tooOld + inFuture > 0) log.warn('samples-rejected', { batchId: batch.batchId, tooOld, inFuture });
  sendJson(exchange, 202, answer);
}

/** `POST /api/samples` of version 1. */
export async function takeSamples({ batches }: Context, exchange: Exchange): Promise<void> {
  const { samples } = await readJson(exchange, SamplesSchema, MAX_BATCH_BYTES);
  sendJson(exchange, 202, { accepted: await batches.storeSamples(samples, exchange.now) });
}

/** `POST /api/collector` of version 1. */
export async function takeReport({ database }: Context, exchange: Exchange): Promise<void> {
  const { error } = await readJson(exchange, CollectorReportSchema);
  await storeContact(database, exchange.now, error, exchange.now);
  sendNothing(exchange);
}
