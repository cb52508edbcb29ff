import { z } from 'zod';
import { readSamplesSince } from '../../db/samples.ts';
import { readSeries } from '../../db/series.ts';
import { readContact } from '../../db/states.ts';
import { SeriesQuestionSchema } from '../../protocol/series.ts';
import { TimeSchema } from '../../protocol/text.ts';
import type { Context } from '../context.ts';
import { sendJson } from '../http/answers.ts';
import { readQuery } from '../http/body.ts';
import { sendLongJson } from '../http/encoding.ts';
import { type Exchange, Refusal } from '../http/exchange.ts';

const SamplesQuestionSchema = z.object({
  since: TimeSchema.default('1970-01-01T00:00:00Z'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** `GET /api/samples`. `now` is read before the samples: asking again from there misses nothing. */
export async function giveSamples({ database }: Context, exchange: Exchange): Promise<void> {
  const { since, limit } = readQuery(exchange, SamplesQuestionSchema);
  const samples = await readSamplesSince(database, new Date(since), limit);
  await sendLongJson(exchange, { now: exchange.now.toISOString(), samples });
}

/** `GET /api/collector`. */
export async function giveCollector({ database }: Context, exchange: Exchange): Promise<void> {
  const { lastContactAt, lastError } = await readContact(database);
  sendJson(exchange, 200, { lastContactAt: lastContactAt?.toISOString() ?? null, lastError });
}

/** `GET /api/series`. */
export async function giveSeries({ database }: Context, exchange: Exchange): Promise<void> {
  const { source, range, until } = readQuery(exchange, SeriesQuestionSchema);
  const answer = await readSeries(database, {
    source,
    range,
    until: until === undefined ? exchange.now : new Date(until),
    now: exchange.now,
  });
  if (!answer) throw new Refusal('not-found');
  await sendLongJson(exchange, answer);
}
