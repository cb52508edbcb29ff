import type { Signer } from '../../api/sign-off.ts';
import type { Text } from '../../api/text.ts';
import type { DigestSource } from './report-model.ts';

/** Every sentence of the report, in both languages. */
export const REPORT_TEXT = {
  title: { en: 'As-built report of site {site}', es: 'Informe de obra del sitio {site}' },
  rehearsal: { en: 'REHEARSAL', es: 'ENSAYO' },
  rehearsalBand: {
    en: 'REHEARSAL on a simulated site. No real machine was touched; nothing here proves the real site.',
    es: 'ENSAYO en un sitio simulado. No se tocó ningún equipo real; nada de esto prueba el sitio real.',
  },
  summary: { en: 'Summary', es: 'Resumen' },
  organisation: { en: 'Organisation', es: 'Organización' },
  contact: { en: 'Contact', es: 'Contacto' },
  by: { en: 'Carried out by', es: 'Realizado por' },
  started: { en: 'Started', es: 'Inicio' },
  finished: { en: 'Finished', es: 'Fin' },
  interrupted: { en: 'interrupted', es: 'interrumpida' },
  version: { en: 'Sitewright version', es: 'Versión de Sitewright' },
  pve: { en: 'Proxmox VE', es: 'Proxmox VE' },
  run: { en: 'Run', es: 'Ejecución' },
  outcome: { en: 'Outcome', es: 'Resultado' },
  failover: { en: 'Failover', es: 'Relevo' },
  failoverYes: {
    en: 'automatic: a third vote decides when a node is lost',
    es: 'automático: un tercer voto decide cuando se pierde un nodo',
  },
  failoverNo: { en: 'no automatic failover', es: 'sin relevo automático' },
  hosts: { en: 'Machines', es: 'Equipos' },
  name: { en: 'Name', es: 'Nombre' },
  role: { en: 'Role', es: 'Función' },
  address: { en: 'Address', es: 'Dirección' },
  links: { en: 'Cluster links', es: 'Enlaces del clúster' },
  storages: { en: 'Storage', es: 'Almacenamiento' },
  disks: { en: 'Disks', es: 'Discos' },
  machines: { en: 'Virtual machines', es: 'Máquinas virtuales' },
  replication: { en: 'Copy', es: 'Copia' },
  rpo: { en: 'to {to}, at most {minutes} minutes of data', es: 'a {to}, como máximo {minutes} minutos de datos' },
  resources: { en: '{cores} cores, {memory} MiB, {disk} GiB', es: '{cores} núcleos, {memory} MiB, {disk} GiB' },
  applications: { en: 'Applications', es: 'Aplicaciones' },
  lastBackup: { en: 'Last backup', es: 'Última copia' },
  backedUp: {
    en: '{moment}: {file}, {size} bytes, proven by its SHA-256',
    es: '{moment}: {file}, {size} bytes, comprobada por su SHA-256',
  },
  broughtHere: { en: 'brought off its machine', es: 'traída fuera de su máquina' },
  neverBackedUp: { en: 'never made from here', es: 'nunca hecha desde aquí' },
  smoke: { en: 'Smoke tests', es: 'Pruebas de humo' },
  check: { en: 'Check', es: 'Prueba' },
  expected: { en: 'Expected', es: 'Esperado' },
  seen: { en: 'Seen', es: 'Visto' },
  result: { en: 'Result', es: 'Resultado' },
  noChecks: { en: 'No smoke test was run.', es: 'No se ejecutó ninguna prueba de humo.' },
  checksOf: { en: 'Tested by the run {run}, {moment}.', es: 'Probado por la ejecución {run}, {moment}.' },
  drills: { en: 'Drills', es: 'Simulacros' },
  noDrills: {
    en: 'This site never had a drill: what it does when a node dies, or whether a backup can be restored, was never tried.',
    es: 'Este sitio nunca tuvo un simulacro: nunca se probó qué hace cuando muere un nodo ni si una copia se puede restaurar.',
  },
  drill: { en: 'Drill', es: 'Simulacro' },
  when: { en: 'When, and run', es: 'Cuándo, y ejecución' },
  measured: { en: 'Measured', es: 'Medido' },
  leftOver: { en: 'not as before: {what}', es: 'no quedó como antes: {what}' },
  steps: { en: 'Steps', es: 'Pasos' },
  step: { en: 'Step', es: 'Paso' },
  machine: { en: 'Machine', es: 'Equipo' },
  changed: { en: 'What changed', es: 'Qué cambió' },
  absent: { en: 'absent', es: 'ausente' },
  figures: { en: 'Measured before the cluster was made', es: 'Medido antes de crear el clúster' },
  problems: { en: 'Problems', es: 'Problemas' },
  doNow: { en: 'Do now', es: 'Qué hacer' },
  digests: { en: 'Digests of everything used', es: 'Resúmenes de todo lo usado' },
  source: { en: 'Source', es: 'Origen' },
  proof: { en: 'Proof', es: 'Prueba' },
  head: { en: 'Journal head (SHA-256)', es: 'Cabeza del diario (SHA-256)' },
  fingerprint: { en: 'Plan fingerprint', es: 'Huella del plan' },
  unsigned: {
    en: 'The journal is a chain of digests. It shows that nothing was altered by accident or in part; without a signature it cannot show who wrote it, or that the whole folder was not made anew.',
    es: 'El diario es una cadena de resúmenes. Muestra que nada se alteró por accidente o en parte; sin firma no puede mostrar quién lo escribió ni que no se rehizo la carpeta entera.',
  },
  signOff: { en: 'Sign-off', es: 'Conformidad' },
  signedWhat: {
    en: 'Signed as it stands here. SHA-256 of what was signed: {digest}',
    es: 'Firmado tal como está aquí. SHA-256 de lo firmado: {digest}',
  },
  signName: { en: 'Name', es: 'Nombre' },
  signDate: { en: 'Date', es: 'Fecha' },
  signature: { en: 'Signature', es: 'Firma' },
} satisfies Record<string, Text>;

export const SOURCE_TEXT = {
  'site-folder': { en: 'site folder', es: 'carpeta del sitio' },
  bundle: { en: 'bundle', es: 'paquete' },
  'stand-in': { en: 'rehearsal stand-in', es: 'sustituto del ensayo' },
  media: { en: 'made media', es: 'medios hechos' },
  'known-image': { en: 'known official image', es: 'imagen oficial conocida' },
  'accepted-by-digest': { en: 'accepted by its typed digest', es: 'aceptada escribiendo su resumen' },
} satisfies Record<DigestSource, Text>;

export const OUTCOME_TEXT = {
  done: { en: 'done', es: 'hecha' },
  failed: { en: 'failed', es: 'con fallo' },
  cancelled: { en: 'stopped', es: 'detenida' },
  interrupted: { en: 'interrupted', es: 'interrumpida' },
} satisfies Record<string, Text>;

export const STEP_TEXT = {
  changed: { en: 'done', es: 'hecho' },
  unchanged: { en: 'no change', es: 'sin cambios' },
  failed: { en: 'failed', es: 'falló' },
  skipped: { en: 'not run', es: 'sin ejecutar' },
  cancelled: { en: 'stopped', es: 'detenido' },
  'not-reached': { en: 'not reached', es: 'no alcanzado' },
} satisfies Record<string, Text>;

export const CHECK_TEXT = {
  passed: { en: 'passed', es: 'superada' },
  rehearsed: { en: 'rehearsed', es: 'ensayada' },
  failed: { en: 'failed', es: 'falló' },
  'not-applicable': { en: 'not applicable', es: 'no aplicable' },
} satisfies Record<string, Text>;

export const SIGNER_TEXT = {
  installer: { en: 'Installed by', es: 'Instalado por' },
  customer: { en: 'Accepted by', es: 'Recibido por' },
} satisfies Record<Signer, Text>;
