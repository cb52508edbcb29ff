/** What boards say whose maker wrote nothing. */
const PLACEHOLDER =
  /^(|0+|x+|none|empty|oem|n\/?a|null|unknown|default string|default|not (specified|available|applicable)|to be filled.*|system (serial number|product name|manufacturer)|chassis serial number|serial number|asset tag|asset-1234567890|no asset (tag|information)|base ?board serial number|0?123456789|invalid|\.+|-+)$/i;

/** Whether a serial or tag of a machine's firmware says anything. */
export function isTelling(text: string | undefined): text is string {
  return text !== undefined && !PLACEHOLDER.test(text.trim());
}
