// What polkit asks, in the person's language, when the window or the command line wants to write sticks: without it pkexec would ask for
// "running a program as root", by a path. The action is picked by both words: this runtime with the flasher and no other script.
import { WRITE_DRIVES } from './system-names.mjs';

/** @param home where the package lies */
export function polkitPolicy(home) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/PolicyKit/1/policyconfig.dtd">
<policyconfig>
  <vendor>Sitewright</vendor>
  <icon_name>sitewright</icon_name>
  <action id="${WRITE_DRIVES}">
    <description>Write installation sticks</description>
    <description xml:lang="es">Escribir memorias USB de instalación</description>
    <message>Authentication is required to write the drives that you chose in Sitewright</message>
    <message xml:lang="es">Se requiere autenticación para escribir en las unidades que eligió en Sitewright</message>
    <defaults>
      <allow_any>auth_admin</allow_any>
      <allow_inactive>auth_admin</allow_inactive>
      <allow_active>auth_admin_keep</allow_active>
    </defaults>
    <annotate key="org.freedesktop.policykit.exec.path">${home}/resources/program/sitewright</annotate>
    <annotate key="org.freedesktop.policykit.exec.argv1">${home}/resources/flasher/flasher.cjs</annotate>
  </action>
</policyconfig>
`;
}
