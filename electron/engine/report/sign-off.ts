import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail } from '../../api/diagnostic.ts';
import { SignOffSchema } from '../../api/sign-off.ts';
import { errorCode } from '../workspace/atomic-file.ts';
import { sha256Of } from '../workspace/sha256.ts';
import type { ReportModel } from './report-model.ts';

export const SIGN_OFF_NAME = 'sign-off.json';

const SignOffFileSchema = z.strictObject({
  format: z.literal('sitewright-sign-off'),
  version: z.literal(1),
  runId: z.string(),
  /** Of what was signed: the report's model without its language and its signatures. */
  contentSha256: z.string().regex(/^[0-9a-f]{64}$/),
  signOffs: z.array(SignOffSchema).min(1).max(2),
});
type SignOffFile = z.infer<typeof SignOffFileSchema>;

/** What a signature stands under: the same report in the other language is the same content. */
export function contentSha256(model: ReportModel): string {
  const { language: _, signOffs: __, ...content } = model;
  return sha256Of(JSON.stringify(content));
}

/** The same of a written `report.json`; undefined where it is none. */
export function contentSha256OfJson(text: string): string | undefined {
  try {
    return contentSha256(JSON.parse(text) as ReportModel);
  } catch {
    return undefined;
  }
}

/** The file of a signed report; undefined where nobody signed. */
export function signOffText(model: ReportModel): string | undefined {
  if (!model.signOffs || model.signOffs.length === 0) return undefined;
  const file = {
    format: 'sitewright-sign-off',
    version: 1,
    runId: model.run.runId,
    contentSha256: contentSha256(model),
    signOffs: [...model.signOffs],
  } satisfies SignOffFile;
  return `${JSON.stringify(file, null, 2)}\n`;
}

export function parseSignOff(text: string): SignOffFile | undefined {
  try {
    const parsed = SignOffFileSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** The sign-off that lies in a report folder; undefined where it is not signed. Throws `report.sign-off-unreadable`. */
export async function readSignOff(folder: string): Promise<SignOffFile | undefined> {
  const path = join(folder, SIGN_OFF_NAME);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw fail('report.sign-off-unreadable', { params: { file: path }, subject: { file: path } });
  }
  const file = parseSignOff(text);
  // What cannot be read is not taken for unsigned: a report would be written over a signed one.
  if (!file) throw fail('report.sign-off-unreadable', { params: { file: path }, subject: { file: path } });
  return file;
}
