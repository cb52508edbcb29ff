import { type Diagnostic, diagnostic } from '../../../api/diagnostic.ts';
import { isInstallerFqdn } from '../../answers/fqdn.ts';
import { looksLikeSecret } from '../secret-look.ts';
import { eachInstall } from './each-install.ts';
import { rules } from './rule.ts';

const PUBLIC_KEY =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+=*( [^\n\r]*)?$/;

/** What the installed system is told beside disks and ports (answer-schema, 1). */
export const systemRules = rules([
  {
    id: 'system.one-root-password',
    looksAt: ['hosts[].install.rootPassword', 'hosts[].install.rootPasswordHash'],
    codes: ['site.password-unsaid', 'site.password-twice'],
    check: (site) =>
      eachInstall(site, ({ host, install, subject }) => {
        const { rootPassword, rootPasswordHash } = install;
        const params = { name: host.name };
        if (rootPassword !== undefined && rootPasswordHash !== undefined)
          return [diagnostic('site.password-twice', { params, subject: subject('rootPasswordHash') })];
        return rootPassword === undefined && rootPasswordHash === undefined
          ? [diagnostic('site.password-unsaid', { params, subject: subject('rootPassword') })]
          : [];
      }),
  },
  {
    id: 'system.ssh-keys',
    looksAt: ['hosts[].install.rootSshKeys'],
    codes: ['site.ssh-key-form', 'site.secret-in-file'],
    check: (site) =>
      eachInstall(site, ({ install, at, subject }) =>
        install.rootSshKeys.flatMap((key, slot): Diagnostic[] => {
          if (PUBLIC_KEY.test(key.trim())) return [];
          const about = { params: { field: `${at}.rootSshKeys[${slot}]` }, subject: subject(`rootSshKeys[${slot}]`) };
          return [diagnostic(looksLikeSecret('', key) ? 'site.secret-in-file' : 'site.ssh-key-form', about)];
        }),
      ),
  },
  {
    id: 'system.restarts',
    looksAt: ['hosts[].install.rebootMode', 'hosts[].install.rebootOnError'],
    codes: ['site.reboot-reinstalls', 'site.reboot-on-error'],
    check: (site) =>
      eachInstall(site, ({ host, install, subject }) => {
        const params = { name: host.name };
        return [
          ...(install.rebootMode === 'reboot'
            ? [diagnostic('site.reboot-reinstalls', { params, subject: subject('rebootMode') })]
            : []),
          ...(install.rebootOnError
            ? [diagnostic('site.reboot-on-error', { params, subject: subject('rebootOnError') })]
            : []),
        ];
      }),
  },
  {
    id: 'system.subscription',
    looksAt: ['hosts[].install.subscriptionKey', 'pve.version'],
    codes: ['site.needs-version'],
    check: (site) =>
      eachInstall(site, ({ install, at, subject }) => {
        if (install.subscriptionKey === undefined || site.pve.version === '9.2') return [];
        const params = { field: `${at}.subscriptionKey`, need: '9.2', have: site.pve.version };
        return [diagnostic('site.needs-version', { params, subject: subject('subscriptionKey') })];
      }),
  },
  {
    id: 'system.from-the-lease',
    looksAt: ['hosts[].install.networkSource', 'hosts[].install.nameFromDhcp', 'network.dhcp'],
    codes: ['site.needs-dhcp', 'site.dhcp-lease', 'site.name-from-dhcp', 'site.bad-value'],
    check: (site) =>
      eachInstall(site, ({ host, install, at, subject }): Diagnostic[] => {
        const name = host.name;
        const { networkSource, nameFromDhcp } = install;
        const wanted = [
          ...(networkSource === 'from-dhcp' ? (['networkSource'] as const) : []),
          ...(nameFromDhcp ? (['nameFromDhcp'] as const) : []),
        ];
        const { domain } = nameFromDhcp ?? {};
        // A name that does not fit silently becomes pve.example.invalid.
        const badDomain =
          domain !== undefined && !isInstallerFqdn(`${name}.${domain}`)
            ? [
                diagnostic('site.bad-value', {
                  params: { field: `${at}.nameFromDhcp.domain`, value: domain, form: site.network.domain },
                  subject: subject('nameFromDhcp.domain'),
                }),
              ]
            : [];
        return [
          ...wanted.map((key) => {
            const about = { params: { field: `${at}.${key}`, name, address: host.address }, subject: subject(key) };
            if (!site.network.dhcp) return diagnostic('site.needs-dhcp', about);
            return diagnostic(key === 'networkSource' ? 'site.dhcp-lease' : 'site.name-from-dhcp', about);
          }),
          ...badDomain,
        ];
      }),
  },
]);
