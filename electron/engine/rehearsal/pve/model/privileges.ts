import type { MajorVersion } from '../cli/command-schema.ts';

const COMMON =
  'Datastore.Allocate Datastore.AllocateSpace Datastore.AllocateTemplate Datastore.Audit Group.Allocate Mapping.Audit Mapping.Modify Mapping.Use Permissions.Modify Pool.Allocate Pool.Audit Realm.Allocate Realm.AllocateUser SDN.Allocate SDN.Audit SDN.Use Sys.AccessNetwork Sys.Audit Sys.Console Sys.Incoming Sys.Modify Sys.PowerMgmt Sys.Syslog User.Modify VM.Allocate VM.Audit VM.Backup VM.Clone VM.Config.CDROM VM.Config.CPU VM.Config.Cloudinit VM.Config.Disk VM.Config.HWType VM.Config.Memory VM.Config.Network VM.Config.Options VM.Console VM.Migrate VM.PowerMgmt VM.Snapshot VM.Snapshot.Rollback'.split(
    ' ',
  );
const ONLY_8 = ['VM.Monitor'];
const ONLY_9 =
  'VM.GuestAgent.Audit VM.GuestAgent.FileRead VM.GuestAgent.FileSystemMgmt VM.GuestAgent.FileWrite VM.GuestAgent.Unrestricted VM.Replicate'.split(
    ' ',
  );

/** All privileges of a version, sorted (9.x: VM.Monitor gone, VM.GuestAgent.* and VM.Replicate new). */
function allPrivileges(version: MajorVersion): readonly string[] {
  return [...COMMON, ...(version === 8 ? ONLY_8 : ONLY_9)].sort();
}

export function isKnownPrivilege(version: MajorVersion, privilege: string): boolean {
  return allPrivileges(version).includes(privilege);
}

/** Built-in roles: name -> test of a privilege. Sources: pve-access-control 8.2.2 and 9.x role definitions. */
const ROLES: Readonly<Record<string, string | ((privilege: string) => boolean)>> = {
  Administrator: () => true,
  NoAccess: () => false,
  PVEAdmin: (p) =>
    !/^(Sys\.(Modify|PowerMgmt|AccessNetwork|Incoming)|Realm\.Allocate|Permissions\.Modify|Datastore\.Allocate\b$|Mapping\.Modify)$/.test(
      p,
    ) || p === 'Datastore.Allocate',
  PVEAuditor: (p) => /\.Audit$/.test(p),
  PVEDatastoreAdmin: 'Datastore.Allocate,Datastore.AllocateSpace,Datastore.AllocateTemplate,Datastore.Audit',
  PVEDatastoreUser: 'Datastore.AllocateSpace,Datastore.Audit',
  PVEMappingAdmin: 'Mapping.Audit,Mapping.Modify,Mapping.Use',
  PVEMappingUser: 'Mapping.Audit,Mapping.Use',
  PVEPoolAdmin: 'Pool.Allocate,Pool.Audit',
  PVEPoolUser: 'Pool.Audit',
  PVESDNAdmin: 'SDN.Allocate,SDN.Audit,SDN.Use',
  PVESDNUser: 'SDN.Audit,SDN.Use',
  PVESysAdmin: 'Sys.Audit,Sys.Console,Sys.Syslog',
  PVETemplateUser: 'VM.Audit,VM.Clone',
  PVEUserAdmin: 'Group.Allocate,Realm.AllocateUser,User.Modify',
  PVEVMAdmin: (p) => p.startsWith('VM.'),
  PVEVMUser: 'VM.Audit,VM.Backup,VM.Config.CDROM,VM.Config.Cloudinit,VM.Console,VM.PowerMgmt',
};

/** Privileges of a built-in role, sorted; undefined for any other name. */
export function builtInRole(version: MajorVersion, role: string): readonly string[] | undefined {
  const rule = ROLES[role];
  if (rule === undefined) return undefined;
  const extra = version === 9 && role === 'PVEVMUser' ? ['VM.GuestAgent.Audit'] : [];
  return typeof rule === 'string' ? [...rule.split(','), ...extra].sort() : allPrivileges(version).filter(rule);
}

export const BUILT_IN_ROLES: readonly string[] = Object.keys(ROLES);
