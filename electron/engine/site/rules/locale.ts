import { diagnostic } from '../../../api/diagnostic.ts';
import type { Site } from '../../../api/site.ts';
import { COUNTRIES, KEYBOARDS, TIMEZONES } from '../../answers/locale-lists.ts';
import { rules } from './rule.ts';

/** The HTML5 pattern of a mail address, which the installer uses; one placeholder address is refused besides. */
const MAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

export const localeRules = rules([
  {
    id: 'locale.keyboard',
    looksAt: ['keyboard'],
    codes: ['site.unknown-keyboard'],
    check: (site: Site) =>
      KEYBOARDS.includes(site.keyboard)
        ? []
        : [
            diagnostic('site.unknown-keyboard', {
              params: { value: site.keyboard, known: KEYBOARDS.join(', ') },
              subject: { field: 'keyboard' },
            }),
          ],
  },
  {
    id: 'locale.country',
    looksAt: ['country'],
    codes: ['site.unknown-country'],
    check: (site: Site) =>
      COUNTRIES.includes(site.country)
        ? []
        : [diagnostic('site.unknown-country', { params: { value: site.country }, subject: { field: 'country' } })],
  },
  {
    id: 'locale.timezone',
    looksAt: ['timezone'],
    codes: ['site.unknown-timezone'],
    check: (site: Site) =>
      site.timezone === 'UTC' || TIMEZONES.includes(site.timezone)
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
