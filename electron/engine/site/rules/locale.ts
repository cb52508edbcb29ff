import { diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { rules } from './rule.ts';

/** The installer's keyboards (answer-schema, section 1). */
export const INSTALLER_KEYBOARDS: readonly string[] =
  'de de-ch dk en-gb en-us es fi fr fr-be fr-ca fr-ch hu is it jp lt mk nl no pl pt pt-br se si tr'.split(' ');

/** The HTML5 pattern of a mail address, which the installer uses; one placeholder address is refused besides. */
const MAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

export const localeRules = rules([
  {
    id: 'locale.keyboard',
    looksAt: ['keyboard'],
    codes: ['site.unknown-keyboard'],
    check: (site: Site) =>
      INSTALLER_KEYBOARDS.includes(site.keyboard)
        ? []
        : [
            diagnostic('site.unknown-keyboard', {
              params: { value: site.keyboard, known: INSTALLER_KEYBOARDS.join(', ') },
              subject: { field: 'keyboard' },
            }),
          ],
  },
  {
    id: 'locale.country',
    looksAt: ['country'],
    codes: ['site.unknown-country'],
    check: (site: Site) =>
      isCountry(site.country)
        ? []
        : [diagnostic('site.unknown-country', { params: { value: site.country }, subject: { field: 'country' } })],
  },
  {
    id: 'locale.timezone',
    looksAt: ['timezone'],
    codes: ['site.unknown-timezone'],
    check: (site: Site) =>
      isTimezone(site.timezone)
        ? []
        : [diagnostic('site.unknown-timezone', { params: { value: site.timezone }, subject: { field: 'timezone' } })],
  },
  {
    id: 'locale.mailto',
    looksAt: ['mailto'],
    codes: ['site.bad-mailto'],
    check: (site: Site) =>
      MAIL.test(site.mailto) && site.mailto !== 'mail@example.invalid'
        ? []
        : [
            diagnostic('site.bad-mailto', {
              params: { value: site.mailto, domain: site.network.domain },
              subject: { field: 'mailto' },
            }),
          ],
  },
]);

/** A region that the runtime's own tables name: ISO 3166-1. The vendor's exact list is applied when answers are made. */
function isCountry(code: string): boolean {
  const name = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code.toUpperCase());
  return name !== undefined && !['ZZ', 'EU', 'UN', 'EZ', 'XK', 'XA', 'XB', 'QO'].includes(code.toUpperCase());
}

/** UTC, or Area/City as the time zone data names it; the installer refuses Etc/UTC and abbreviations. */
function isTimezone(zone: string): boolean {
  if (zone === 'UTC') return true;
  if (!/^[A-Z][A-Za-z_]+(\/[A-Za-z_+-]+)+$/.test(zone) || zone.startsWith('Etc/')) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
