import { z } from 'zod';
import { PVE_VERSIONS } from './site.ts';
import { CidrSchema } from './site-names.ts';

/** What a new site may begin as: files of `templates/site/`, text with holes. */
export const SITE_TEMPLATES = ['two-node-witness', 'three-node', 'single-node'] as const;
export type SiteTemplate = (typeof SITE_TEMPLATES)[number];

/** Names of a folder of a new site, and its id. */
export const SITE_FOLDER_NAME = /^[a-z][a-z0-9-]{1,30}$/;

/** What a person says about a new site; all else is the template's, or follows from these. */
export const NewSiteSchema = z.strictObject({
  template: z.enum(SITE_TEMPLATES),
  /** As people call it. */
  name: z.string().trim().min(1).max(80),
  /** Name of its folder, and what it marks everything with on the site. */
  id: z.string().regex(SITE_FOLDER_NAME),
  /** Address of the first node with the prefix of its network: `192.168.1.11/24`. The others follow it. */
  firstAddress: CidrSchema,
  pve: z.enum(PVE_VERSIONS),
  language: z.enum(['en', 'es']),
});
export type NewSite = z.infer<typeof NewSiteSchema>;
