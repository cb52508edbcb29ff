import { fail } from '../../api/diagnostic.ts';
import type { NewSite } from '../../api/new-site.ts';
import { fillTemplate } from '../stacks/asset-store.ts';
import { newSiteAddresses } from './new-site-addresses.ts';

/** As the shipped examples name it: its private half is public, so that `secrets init` always replaces it. */
export const throwAwayPublicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC sitewright-example-throw-away';

const LOCALE = {
  en: { country: 'us', keyboard: 'en-us', timezone: 'UTC' },
  es: { country: 'es', keyboard: 'es', timezone: 'Europe/Madrid' },
} as const;

/**
 * The text of a new site.toml: a template with its holes filled. Pure. Throws sites.new-address.
 * @param timezone of this laptop, where it says a name; absent = the language's
 */
export function newSiteText(template: string, asked: NewSite, timezone?: string): string {
  const addresses = newSiteAddresses(asked.firstAddress, asked.template);
  if (!addresses) {
    const params = { value: asked.firstAddress };
    throw fail('sites.new-address', { params, subject: { field: 'firstAddress' } });
  }
  const { country, keyboard, timezone: usual } = LOCALE[asked.language];
  const nodes = Object.fromEntries(
    addresses.nodes.flatMap((address, index) => [
      [`node${index + 1}`, address],
      ...addresses.links.map((link, number) => [`node${index + 1}link${number}`, link[index] ?? '']),
    ]),
  );
  return fillTemplate(template, {
    id: asked.id,
    name: quoted(asked.name),
    domain: `${asked.id}.lan`,
    cluster: asked.id.slice(0, 15).replace(/-+$/, ''),
    language: asked.language,
    country,
    keyboard,
    timezone: timezone ?? usual,
    pve: asked.pve,
    sshPublicKey: throwAwayPublicKey,
    cidr: addresses.cidr,
    gateway: addresses.gateway,
    laptop: addresses.laptop,
    witness: addresses.witness,
    machine: addresses.machine,
    link0: addresses.linkNetworks[0],
    link1: addresses.linkNetworks[1],
    ...nodes,
  });
}

/** Inside the quotes of a TOML basic string. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\u007f', '\\u007f');
}
