import type { z } from 'zod';
import { type Exchange, Refusal } from './exchange.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
/** Larger than any form or setting. */
const SMALL_BYTES = 64 * 1024;

/** A JSON body that fits a schema. Throws Refusal. */
export async function readJson<Schema extends z.ZodType>(
  exchange: Exchange,
  schema: Schema,
  maxBytes = SMALL_BYTES,
): Promise<z.output<Schema>> {
  const text = await readText(exchange, JSON_TYPE, maxBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal('bad-question');
  }
  return fitting(schema, value);
}

export async function readForm(exchange: Exchange): Promise<URLSearchParams> {
  return new URLSearchParams(await readText(exchange, FORM, SMALL_BYTES));
}

/** The parameters of the address, by a schema. Throws Refusal. */
export function readQuery<Schema extends z.ZodType>({ url }: Exchange, schema: Schema): z.output<Schema> {
  return fitting(schema, Object.fromEntries(url.searchParams));
}

function fitting<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal('bad-question');
  return result.data;
}

async function readText({ request, response }: Exchange, type: string, maxBytes: number): Promise<string> {
  const given = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const refuse = (word: 'unsupported-type' | 'too-large'): Refusal => {
    // what is still on its way is not read
    response.setHeader('connection', 'close');
    return new Refusal(word);
  };
  if (given !== type || request.headers['content-encoding'] !== undefined) throw refuse('unsupported-type');
  if (Number(request.headers['content-length'] ?? '0') > maxBytes) throw refuse('too-large');
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw refuse('too-large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
