import { type Diagnostic, describeDiagnostic } from '../../../../api/diagnostic.ts';
import type { DiagnosticCode } from '../../../../api/diagnostics/index.ts';

type Words = (params: Readonly<Record<string, string | number>>) => string;

/** What the vendor's programs were seen to say (answer-vectors, `fullParseMessage`; answer-schema.md, 2), or say by their source. */
const WORDS: Partial<Record<DiagnosticCode, Words>> = {
  'answer.country-unknown': ({ value }) => `country code '${value}' is not valid`,
  'answer.timezone-unknown': ({ value }) => `timezone '${value}' is not valid`,
  'answer.fqdn-invalid': () =>
    'either a fully-qualified domain name or extendend configuration for usage with DHCP must be specified',
  'answer.mailto-invalid': ({ value }) => `${value}: Email does not look like a valid address (user@domain.tld)`,
  'answer.mailto-placeholder': () => 'mail@example.invalid: Invalid (default) email address',
  'answer.password-missing': () => 'One of `global.root-password` or `global.root-password-hashed` must be set',
  'answer.password-both': () =>
    '`global.root-password` and `global.root-password-hashed` cannot be set at the same time',
  'answer.password-short': ({ least }) => `\`global.root-password\` must be at least ${least} characters long`,
  'answer.pin-name-duplicate': ({ name, macs }) => `duplicate interface name mapping '${name}' for: ${macs}`,
  'answer.disks-one': () => 'make sure to define only one disk for ext4 and xfs',
  'answer.disks-both': () => "Cannot use both, 'disk-list' and 'filter'",
  'answer.disk-duplicate': ({ disk }) => `List of disks contains duplicate device ${disk}`,
  'answer.raid-too-few': ({ filesystem, raid, least, count }) =>
    `${String(filesystem).toUpperCase()} ${String(raid).toUpperCase()} needs at least ${least} disks, got ${count}`,
  'answer.swap-too-large': ({ swapGib, hdGib }) =>
    `Swap size ${swapGib} GiB cannot be greater than ${Number(hdGib) / 2} GiB (hard disk size / 2)`,
  'answer.first-boot-url-missing': () => 'first-boot executable source set to URL, but none specified!',
  'answer.disk-absent': () => "disk in 'disk-selection' not found",
  'answer.filter-empty': () => 'no filter defined',
  // From memory of the vendor's source (assumed.ts).
  'answer.filter-no-device': () => 'filter did not match any device',
};

/** The errors of an answer as the installer's own screen tells them: the vendor's words where they are known, else a plain sentence. */
export function vendorWords(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(
      (each) =>
        `ERROR: ${WORDS[each.code as DiagnosticCode]?.(each.params ?? {}) ?? describeDiagnostic(each, 'en').summary}`,
    );
}
