const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/**
 * The installer's rule for `global.fqdn` as a string: at most 253 bytes, two labels or more, each 1..63 ASCII letters, digits and
 * dashes with an alphanumeric first and last character, the first label not only digits (Proxmox bug 1054).
 */
export function isInstallerFqdn(text: string): boolean {
  if (Buffer.byteLength(text) > 253) return false;
  const labels = text.split('.');
  const [host] = labels;
  if (labels.length < 2 || host === undefined || /^[0-9]+$/.test(host)) return false;
  return labels.every((label) => LABEL.test(label));
}
