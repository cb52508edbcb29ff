import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import type { Host, Site } from '../../../api/site.ts';
import { installedHosts, wantedWebhook } from '../delivery.ts';
import { isTelling } from '../firmware-label.ts';
import { rules } from './rule.ts';

/** How answers travel and what nodes tell. */
export const mediaRules = rules([
  {
    id: 'media.needs-dhcp',
    looksAt: ['media.delivery', 'media.webhook.to', 'media.firstBoot.action', 'network.dhcp'],
    codes: ['site.one-image-needs-dhcp', 'site.webhook-needs-dhcp', 'site.hook-url-needs-dhcp'],
    check: (site) => {
      if (site.network.dhcp) return [];
      const { delivery, webhook, firstBoot } = site.media;
      return [
        ...(delivery === 'one-image'
          ? [diagnostic('site.one-image-needs-dhcp', { subject: { field: 'media.delivery' } })]
          : []),
        ...(webhook.to === 'laptop' || webhook.to === 'url'
          ? [diagnostic('site.webhook-needs-dhcp', { subject: { field: 'media.webhook.to' } })]
          : []),
        ...(firstBoot.action === 'from-url'
          ? [diagnostic('site.hook-url-needs-dhcp', { subject: { field: 'media.firstBoot.action' } })]
          : []),
      ];
    },
  },
  {
    id: 'media.needs-the-laptop',
    looksAt: ['media.delivery', 'media.webhook.to', 'media.firstBoot.action', 'network.laptop'],
    codes: ['site.laptop-missing', 'site.no-reports'],
    check: (site) => {
      if (site.network.laptop || installedHosts(site).length === 0) return [];
      const { delivery, webhook, firstBoot } = site.media;
      const missing = [
        ...(delivery === 'one-image' ? ['media.delivery'] : []),
        ...(webhook.to === 'laptop' ? ['media.webhook.to'] : []),
      ];
      if (missing.length > 0)
        return missing.map((field) => diagnostic('site.laptop-missing', { params: { field }, subject: { field } }));
      return firstBoot.action === 'report'
        ? [diagnostic('site.no-reports', { subject: { field: 'network.laptop' } })]
        : [];
    },
  },
  {
    id: 'media.first-boot',
    looksAt: ['media.firstBoot'],
    codes: [
      'site.report-before-network',
      'site.media-url-missing',
      'site.media-url-form',
      'site.media-field-unused',
      'site.fingerprint-form',
    ],
    check: (site) => {
      const { firstBoot } = site.media;
      const isUrl = firstBoot.action === 'from-url';
      const early = firstBoot.action === 'report' && firstBoot.ordering === 'before-network';
      return [
        ...(early
          ? [diagnostic('site.report-before-network', { subject: { field: 'media.firstBoot.ordering' } })]
          : []),
        ...addressProblems('media.firstBoot', firstBoot, isUrl, 'media.firstBoot.action = "from-url"'),
      ];
    },
  },
  {
    id: 'media.webhook',
    looksAt: ['media.webhook', 'pve.version'],
    codes: [
      'site.webhook-stops',
      'site.needs-version',
      'site.media-url-missing',
      'site.media-url-form',
      'site.media-field-unused',
      'site.fingerprint-form',
    ],
    check: (site): readonly Diagnostic[] => {
      const { webhook } = site.media;
      const isUrl = wantedWebhook(site) === 'url';
      const other = 'media.webhook.to = "url"';
      const token = 'media.webhook.authToken';
      const found = [...addressProblems('media.webhook', webhook, isUrl, other)];
      if (webhook.authToken !== undefined && site.pve.version !== '9.2') {
        const params = { field: token, need: '9.2', have: site.pve.version };
        found.push(diagnostic('site.needs-version', { params, subject: { field: token } }));
      } else if (webhook.authToken !== undefined && !isUrl) {
        found.push(
          diagnostic('site.media-field-unused', { params: { field: token, other }, subject: { field: token } }),
        );
      }
      const { laptop, dhcp } = site.network;
      if (isUrl && webhook.url !== undefined && dhcp) {
        const about = { params: { url: webhook.url }, subject: { field: 'media.webhook.url' } };
        found.push(diagnostic('site.webhook-stops', about));
      }
      // With one image the laptop has just given the answer; with sticks it may be far away.
      if (webhook.to === 'laptop' && site.media.delivery === 'stick-per-node' && dhcp && laptop) {
        const params = { url: `https://${laptop.address}:${laptop.port}` };
        found.push(diagnostic('site.webhook-stops', { params, subject: { field: 'media.webhook.to' } }));
      }
      return found;
    },
  },
  {
    id: 'media.no-endless-installation',
    looksAt: ['media.delivery', 'media.webhook.to', 'hosts[].install.rebootMode'],
    codes: ['site.installs-without-end'],
    // The answer server stops giving answers once something proves the installation. With one image that is the webhook to this
    // laptop; without it, a node that restarts by itself with its stick in is installed again and again.
    check: (site) =>
      site.media.delivery !== 'one-image' || wantedWebhook(site) === 'laptop'
        ? []
        : site.hosts.flatMap((host, index) =>
            host.origin === 'installed' && host.install?.rebootMode === 'reboot'
              ? [
                  diagnostic('site.installs-without-end', {
                    params: { name: host.name },
                    subject: { field: `hosts[${index}].install.rebootMode`, host: host.name },
                  }),
                ]
              : [],
          ),
  },
  {
    id: 'media.machines-told-apart',
    looksAt: ['hosts[].hardware.systemSerial', 'hosts[].hardware.assetTag', 'hosts[].install.managementMac'],
    codes: ['site.machine-unknown', 'site.duplicate-machine', 'site.machine-serial-placeholder'],
    check: (site) => [...site.hosts.flatMap(placeholders), ...sameLabels(site), ...unknownMachines(site)],
  },
]);

interface Addressed {
  readonly url?: string | undefined;
  readonly certFingerprint?: string | undefined;
}

function addressProblems(at: string, said: Addressed, isUsed: boolean, other: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const { url, certFingerprint } = said;
  if (!isUsed) {
    const unused = [
      ...(url === undefined ? [] : ['url']),
      ...(certFingerprint === undefined ? [] : ['certFingerprint']),
    ];
    return unused.map((key) => {
      const field = `${at}.${key}`;
      return diagnostic('site.media-field-unused', { params: { field, other }, subject: { field } });
    });
  }
  const field = `${at}.url`;
  if (url === undefined) found.push(diagnostic('site.media-url-missing', { params: { field }, subject: { field } }));
  else if (!isHttpUrl(url))
    found.push(diagnostic('site.media-url-form', { params: { field, value: url }, subject: { field } }));
  if (certFingerprint !== undefined && !/^[0-9a-f]{64}$/i.test(certFingerprint.replaceAll(':', ''))) {
    const place = `${at}.certFingerprint`;
    found.push(diagnostic('site.fingerprint-form', { params: { field: place }, subject: { field: place } }));
  }
  return found;
}

function isHttpUrl(text: string): boolean {
  if (!/^https?:\/\/[^\s]+$/i.test(text)) return false;
  try {
    return new URL(text).hostname !== '';
  } catch {
    return false;
  }
}

const LABELS = ['systemSerial', 'assetTag'] as const;

function placeholders(host: Host, index: number): readonly Diagnostic[] {
  return LABELS.flatMap((key) => {
    const value = host.hardware?.[key];
    if (value === undefined || isTelling(value)) return [];
    return [
      diagnostic('site.machine-serial-placeholder', {
        params: { name: host.name, key, value },
        subject: { field: `hosts[${index}].hardware.${key}`, host: host.name },
      }),
    ];
  });
}

/** Labels are compared without regard to case, as the answer server does. */
function sameLabels(site: Site): readonly Diagnostic[] {
  return LABELS.flatMap((key) => {
    const first = new Map<string, string>();
    return site.hosts.flatMap((host, index) => {
      const value = host.hardware?.[key];
      if (!isTelling(value)) return [];
      const before = first.get(value.trim().toLowerCase());
      first.set(value.trim().toLowerCase(), before ?? host.name);
      if (before === undefined) return [];
      return [
        diagnostic('site.duplicate-machine', {
          params: { first: before, name: host.name, key, value },
          subject: { field: `hosts[${index}].hardware.${key}`, host: host.name },
        }),
      ];
    });
  });
}

/** One image asks with serials and MACs: each machine needs one of them that says something. */
function unknownMachines(site: Site): readonly Diagnostic[] {
  if (site.media.delivery !== 'one-image') return [];
  return installedHosts(site).flatMap((host) => {
    const labels = LABELS.map((key) => host.hardware?.[key]).filter(isTelling);
    const isKnown =
      host.install?.managementMac !== undefined || (host.hardware?.nics ?? []).length > 0 || labels.length > 0;
    if (isKnown) return [];
    return [
      diagnostic('site.machine-unknown', {
        params: { name: host.name },
        subject: { field: `hosts[${site.hosts.indexOf(host)}].hardware.systemSerial`, host: host.name },
      }),
    ];
  });
}
