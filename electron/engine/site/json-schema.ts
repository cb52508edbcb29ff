import { z } from 'zod';
import { WrittenSiteSchema } from '../../api/site.ts';

/** Where editors find it: `docs/site.schema.json`. */
export const SITE_SCHEMA_ID = 'site.schema.json';

/** The JSON Schema of site.toml, for editors (2020-12; what is typed, so fields with a default may be absent). */
export function siteJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(WrittenSiteSchema, { io: 'input', target: 'draft-2020-12' });
  return {
    ...schema,
    $id: SITE_SCHEMA_ID,
    title: 'Sitewright site',
    description: 'The plan of one site, as site.toml holds it. Cross-field rules are checked by `sitewright check`.',
  };
}

/** Its text as it is kept in the repository. */
export function siteJsonSchemaText(): string {
  return `${JSON.stringify(siteJsonSchema(), null, 2)}\n`;
}
