import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { siteJsonSchema, siteJsonSchemaText } from '../../../../../electron/engine/site/json-schema.ts';

const file = 'docs/site.schema.json';

it('docs/site.schema.json is what the schema of this version says (UPDATE_GOLDEN=1 writes it)', () => {
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, siteJsonSchemaText());
  // Compared as values: the formatter of the repository may lay the file out differently.
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(siteJsonSchemaText()));
});

it('asks editors for the fields that have no default and refuses unknown ones', () => {
  const schema = siteJsonSchema() as { required: readonly string[]; additionalProperties: boolean };
  expect(schema.required).toContain('hosts');
  expect(schema.required).not.toContain('storages');
  expect(schema.additionalProperties).toBe(false);
});
