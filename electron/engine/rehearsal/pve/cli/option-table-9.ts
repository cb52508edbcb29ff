/** Made from the help texts of PVE 9's tools by test/golden/pve-observed/make-option-tables.mjs: usage line, then name=type, tab-separated. */
export const OPTION_TABLE_9: Readonly<Record<string, string>> = {
  'ha-manager add':
    'ha-manager add <sid> [OPTIONS]\tsid=<type>:<name>\tcomment=<string>\tfailback=<boolean>\tgroup=<string>\tmax_relocate=<integer> (0 - N)\tmax_restart=<integer> (0 - N)\tstate=<disabled | enabled | ignored | started | stopped>\ttype=<ct | vm>',
  'ha-manager config': 'ha-manager config  [OPTIONS]\ttype=<ct | vm>',
  'ha-manager crm-command migrate': 'ha-manager crm-command migrate <sid> <node>\tsid=<type>:<name>\tnode=<string>',
  'ha-manager crm-command node-maintenance disable':
    'ha-manager crm-command node-maintenance disable <node>\tnode=<string>',
  'ha-manager crm-command node-maintenance enable':
    'ha-manager crm-command node-maintenance enable <node>\tnode=<string>',
  'ha-manager crm-command relocate': 'ha-manager crm-command relocate <sid> <node>\tsid=<type>:<name>\tnode=<string>',
  'ha-manager crm-command stop':
    'ha-manager crm-command stop <sid> <timeout>\tsid=<type>:<name>\ttimeout=<integer> (0 - N)',
  'ha-manager groupadd':
    'ha-manager groupadd <group> --nodes <string> [OPTIONS]\tgroup=<string>\tcomment=<string>\tnodes=<node>[:<pri>]{,<node>[:<pri>]}*\tnofailback=<boolean>\trestricted=<boolean>\ttype=<group>',
  'ha-manager groupconfig': 'ha-manager groupconfig \t',
  'ha-manager groupremove': 'ha-manager groupremove <group>\tgroup=<string>',
  'ha-manager groupset':
    'ha-manager groupset <group> [OPTIONS]\tgroup=<string>\tcomment=<string>\tdelete=<string>\tdigest=<string>\tnodes=<node>[:<pri>]{,<node>[:<pri>]}*\tnofailback=<boolean>\trestricted=<boolean>',
  'ha-manager help': 'ha-manager help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'ha-manager remove': 'ha-manager remove <sid> [OPTIONS]\tsid=<type>:<name>\tpurge=<boolean>',
  'ha-manager rules add':
    'ha-manager rules add <type> <rule> --resources <string> [OPTIONS]\ttype=<node-affinity | resource-affinity>\trule=<string>\tcomment=<string>\tdisable=<boolean>\tresources=<type>:<name>{,<type>:<name>}*\tnodes=<node>[:<pri>]{,<node>[:<pri>]}*\tstrict=<boolean>\taffinity=<negative | positive>',
  'ha-manager rules config':
    'ha-manager rules config  [OPTIONS] [FORMAT_OPTIONS]\tresource=<string>\ttype=<node-affinity | resource-affinity>',
  'ha-manager rules list':
    'ha-manager rules list  [OPTIONS] [FORMAT_OPTIONS]\tresource=<string>\ttype=<node-affinity | resource-affinity>',
  'ha-manager rules remove': 'ha-manager rules remove <rule>\trule=<string>',
  'ha-manager rules set':
    'ha-manager rules set <type> <rule> [OPTIONS]\ttype=<node-affinity | resource-affinity>\trule=<string>\tcomment=<string>\tdelete=<string>\tdigest=<string>\tdisable=<boolean>\tresources=<type>:<name>{,<type>:<name>}*\tnodes=<node>[:<pri>]{,<node>[:<pri>]}*\tstrict=<boolean>\taffinity=<negative | positive>',
  'ha-manager set':
    'ha-manager set <sid> [OPTIONS]\tsid=<type>:<name>\tcomment=<string>\tdelete=<string>\tdigest=<string>\tfailback=<boolean>\tgroup=<string>\tmax_relocate=<integer> (0 - N)\tmax_restart=<integer> (0 - N)\tstate=<disabled | enabled | ignored | started | stopped>',
  'ha-manager status': 'ha-manager status  [OPTIONS]\tverbose=<boolean>',
  'pvecm add':
    'pvecm add <hostname> [OPTIONS]\thostname=<string>\tfingerprint=([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}\tforce=<boolean>\tlink[n]=property-string\tnodeid=<integer> (1 - N)\tuse_ssh=<boolean>\tvotes=<integer> (0 - N)',
  'pvecm addnode':
    'pvecm addnode <node> [OPTIONS]\tnode=<string>\tapiversion=<integer>\tforce=<boolean>\tlink[n]=property-string\tnew_node_ip=<string>\tnodeid=<integer> (1 - N)\tvotes=<integer> (0 - N)',
  'pvecm apiver': 'pvecm apiver \t',
  'pvecm create':
    'pvecm create <clustername> [OPTIONS]\tclustername=<string>\tlink[n]=property-string\tnodeid=<integer> (1 - N)\tvotes=<integer> (1 - N)',
  'pvecm delnode': 'pvecm delnode <node>\tnode=<string>',
  'pvecm expected': 'pvecm expected <expected>\texpected=<integer> (1 - N)',
  'pvecm help': 'pvecm help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'pvecm keygen': 'pvecm keygen <filename>\tfilename=<string>',
  'pvecm mtunnel':
    'pvecm mtunnel [<extra-args>] [OPTIONS]\textra-args=<array>\tget_migration_ip=<boolean>\tmigration_network=<string>\trun-command=<boolean>',
  'pvecm nodes': 'pvecm nodes \t',
  'pvecm qdevice remove': 'pvecm qdevice remove \t',
  'pvecm qdevice setup': 'pvecm qdevice setup <address> [OPTIONS]\taddress=<string>\tforce=<boolean>\tnetwork=<string>',
  'pvecm status': 'pvecm status \t',
  'pvecm updatecerts': 'pvecm updatecerts  [OPTIONS]\tforce=<boolean>\tsilent=<boolean>\tunmerge-known-hosts=<boolean>',
  'pvenode acme account deactivate': 'pvenode acme account deactivate [<name>]\tname=<name>',
  'pvenode acme account info': 'pvenode acme account info [<name>] [FORMAT_OPTIONS]\tname=<name>',
  'pvenode acme account list': 'pvenode acme account list \t',
  'pvenode acme account register':
    'pvenode acme account register [<name>] {<contact>} [OPTIONS]\tname=<name>\tcontact=<string>\tdirectory=^https?://.*',
  'pvenode acme account update': 'pvenode acme account update [<name>] [OPTIONS]\tname=<name>\tcontact=<string>',
  'pvenode acme cert order': 'pvenode acme cert order  [OPTIONS]\tforce=<boolean>',
  'pvenode acme cert renew': 'pvenode acme cert renew  [OPTIONS]\tforce=<boolean>',
  'pvenode acme cert revoke': 'pvenode acme cert revoke \t',
  'pvenode acme plugin add':
    'pvenode acme plugin add <type> <id> [OPTIONS]\ttype=<dns | standalone>\tid=<string>\tdisable=<boolean>',
  'pvenode acme plugin config': 'pvenode acme plugin config <id> [FORMAT_OPTIONS]\tid=<string>',
  'pvenode acme plugin list': 'pvenode acme plugin list  [OPTIONS] [FORMAT_OPTIONS]\ttype=<dns | standalone>',
  'pvenode acme plugin remove': 'pvenode acme plugin remove <id>\tid=<string>',
  'pvenode acme plugin set':
    'pvenode acme plugin set <id> [OPTIONS]\tid=<string>\tdelete=<string>\tdigest=<string>\tdisable=<boolean>',
  'pvenode cert delete': 'pvenode cert delete [<restart>]\trestart=<boolean>',
  'pvenode cert info': 'pvenode cert info  [FORMAT_OPTIONS]\t',
  'pvenode cert set':
    'pvenode cert set <certificates> [<key>] [OPTIONS] [FORMAT_OPTIONS]\tcertificates=<string>\tkey=<string>\tforce=<boolean>\trestart=<boolean>',
  'pvenode config get':
    'pvenode config get  [OPTIONS]\tproperty=<acme | acmedomain0 | acmedomain1 | acmedomain2 | acmedomain3 | acmedomain4 | acmedomain5 | ballooning-target | description | startall-onboot-delay | wakeonlan>',
  'pvenode config set':
    'pvenode config set  [OPTIONS]\tacme=property-string\tacmedomain[n]=property-string\tballooning-target=<integer> (0 - 100)\tdelete=<string>\tdescription=<string>\tdigest=<string>\tstartall-onboot-delay=<integer> (0 - 300)\twakeonlan=property-string',
  'pvenode help': 'pvenode help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'pvenode migrateall':
    "pvenode migrateall <target> [OPTIONS]\ttarget=<string>\tmax-workers=<integer> (1 - 64)\tmaxworkers=<alias to 'max-workers'>\tvms=<string>\twith-local-disks=<boolean>",
  'pvenode startall': 'pvenode startall  [OPTIONS]\tforce=<boolean>\tmax-workers=<integer> (1 - 64)\tvms=<string>',
  'pvenode stopall':
    'pvenode stopall  [OPTIONS]\tforce-stop=<boolean>\tmax-workers=<integer> (1 - 64)\ttimeout=<integer> (0 - 7200)\tvms=<string>',
  'pvenode task list':
    'pvenode task list  [OPTIONS] [FORMAT_OPTIONS]\terrors=<boolean>\tlimit=<integer> (0 - N)\tsince=<integer>\tsource=<active | all | archive>\tstart=<integer> (0 - N)\tstatusfilter=<string>\ttypefilter=<string>\tuntil=<integer>\tuserfilter=<string>\tvmid=<integer> (100 - 999999999)',
  'pvenode task log': 'pvenode task log <upid> [OPTIONS]\tupid=<string>\tdownload=<boolean>\tstart=<integer> (0 - N)',
  'pvenode task status': 'pvenode task status <upid> [FORMAT_OPTIONS]\tupid=<string>',
  'pvenode wakeonlan': 'pvenode wakeonlan <node>\tnode=<string>',
  'pvesh create': 'pvesh create <api_path> [OPTIONS] [FORMAT_OPTIONS]\tapi_path=<string>\tnoproxy=<boolean>',
  'pvesh delete': 'pvesh delete <api_path> [OPTIONS] [FORMAT_OPTIONS]\tapi_path=<string>\tnoproxy=<boolean>',
  'pvesh get': 'pvesh get <api_path> [OPTIONS] [FORMAT_OPTIONS]\tapi_path=<string>\tnoproxy=<boolean>',
  'pvesh help': 'pvesh help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'pvesh ls': 'pvesh ls <api_path> [OPTIONS] [FORMAT_OPTIONS]\tapi_path=<string>\tnoproxy=<boolean>',
  'pvesh set': 'pvesh set <api_path> [OPTIONS] [FORMAT_OPTIONS]\tapi_path=<string>\tnoproxy=<boolean>',
  'pvesh usage':
    'pvesh usage <api_path> [OPTIONS]\tapi_path=<string>\tcommand=<create | delete | get | set>\treturns=<boolean>\tverbose=<boolean>',
  'pvesm add':
    'pvesm add <type> <storage> [OPTIONS]\ttype=<btrfs | cephfs | cifs | dir | esxi | iscsi | iscsidirect | lvm | lvmthin | nfs | pbs | rbd | zfs | zfspool>\tstorage=<storage ID>\tauthsupported=<string>\tbase=<string>\tblocksize=<string>\tbwlimit=property-string\tcomstar_hg=<string>\tcomstar_tg=<string>\tcontent=<string>\tcontent-dirs=<string>\tcreate-base-path=<boolean>\tcreate-subdirs=<boolean>\tdata-pool=<string>\tdatastore=<string>\tdisable=<boolean>\tdomain=<string>\tencryption-key=a file containing an encryption key, or the special\texport=<string>\tfingerprint=([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}\tformat=<qcow2 | raw | subvol | vmdk>\tfs-name=<string>\tfuse=<boolean>\tis_mountpoint=<string>\tiscsiprovider=<string>\tkeyring=file containing the keyring to authenticate in the Ceph\tkrbd=<boolean>\tlio_tpg=<string>\tmaster-pubkey=a file containing a PEM-formatted master public key\tmax-protected-backups=<integer> (-1 - N)\tmkdir=<boolean>\tmonhost=<string>\tmountpoint=<string>\tnamespace=<string>\tnocow=<boolean>\tnodes=<string>\tnowritecache=<boolean>\toptions=<string>\tpassword=<password>\tpath=<string>\tpool=<string>\tport=<integer> (1 - 65535)\tportal=<string>\tpreallocation=<falloc | full | metadata | off>\tprune-backups=property-string\tsaferemove=<boolean>\tsaferemove-stepsize=<1 | 16 | 2 | 32 | 4 | 8>\tsaferemove_throughput=<string>\tserver=<string>\tshare=<string>\tshared=<boolean>\tskip-cert-verification=<boolean>\tsmbversion=<2.0 | 2.1 | 3 | 3.0 | 3.11 | default>\tsnapshot-as-volume-chain=<boolean>\tsparse=<boolean>\tsubdir=<string>\ttagged_only=<boolean>\ttarget=<string>\tthinpool=<string>\tusername=<string>\tvgname=<string>\tzfs-base-path=<string>',
  'pvesm alloc':
    'pvesm alloc <storage> <vmid> <filename> <size> [OPTIONS]\tstorage=<storage ID>\tvmid=<integer> (100 - 999999999)\tfilename=<string>\tsize=\\d+[MG]?\tformat=<qcow2 | raw | subvol | vmdk>',
  'pvesm apiinfo': 'pvesm apiinfo \t',
  'pvesm export':
    'pvesm export <volume> <format> <filename> [OPTIONS]\tvolume=<string>\tformat=<btrfs | qcow2+size | raw+size | tar+size | vmdk+size | zfs>\tfilename=<string>\tbase=(?^i:[a-z0-9_\\-]{1,40})\tsnapshot=(?^i:[a-z0-9_\\-]{1,40})\tsnapshot-list=<string>\twith-snapshots=<boolean>',
  'pvesm extractconfig': 'pvesm extractconfig <volume>\tvolume=<string>',
  'pvesm free': 'pvesm free <volume> [OPTIONS]\tvolume=<string>\tdelay=<integer> (1 - 30)\tstorage=<storage ID>',
  'pvesm help': 'pvesm help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'pvesm import':
    'pvesm import <volume> <format> <filename> [OPTIONS]\tvolume=<string>\tformat=<btrfs | qcow2+size | raw+size | tar+size | vmdk+size | zfs>\tfilename=<string>\tallow-rename=<boolean>\tbase=(?^i:[a-z0-9_\\-]{1,40})\tdelete-snapshot=(?^i:[a-z0-9_\\-]{1,80})\tsnapshot=(?^i:[a-z0-9_\\-]{1,40})\twith-snapshots=<boolean>',
  'pvesm list':
    'pvesm list <storage> [OPTIONS]\tstorage=<storage ID>\tcontent=<string>\tvmid=<integer> (100 - 999999999)',
  'pvesm path': 'pvesm path <volume>\tvolume=<string>',
  'pvesm prune-backups':
    'pvesm prune-backups <storage> [OPTIONS]\tstorage=<storage ID>\tdry-run=<boolean>\tkeep-all=<boolean>\tkeep-daily=<N>\tkeep-hourly=<N>\tkeep-last=<N>\tkeep-monthly=<N>\tkeep-weekly=<N>\tkeep-yearly=<N>\ttype=<lxc | qemu>\tvmid=<integer> (100 - 999999999)',
  'pvesm remove': 'pvesm remove <storage>\tstorage=<storage ID>',
  'pvesm scan cifs':
    'pvesm scan cifs <server> [OPTIONS]\tserver=<string>\tdomain=<string>\tpassword=<password>\tusername=<string>',
  'pvesm scan iscsi': 'pvesm scan iscsi <portal>\tportal=<string>',
  'pvesm scan lvm': 'pvesm scan lvm \t',
  'pvesm scan lvmthin': 'pvesm scan lvmthin <vg>\tvg=[a-zA-Z0-9\\.\\+\\_][a-zA-Z0-9\\.\\+\\_\\-]+',
  'pvesm scan nfs': 'pvesm scan nfs <server>\tserver=<string>',
  'pvesm scan pbs':
    'pvesm scan pbs <server> <username> --password <string> [OPTIONS] [FORMAT_OPTIONS]\tserver=<string>\tusername=<string>\tfingerprint=([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}\tpassword=<string>\tport=<integer> (1 - 65535)',
  'pvesm scan zfs': 'pvesm scan zfs \t',
  'pvesm set':
    'pvesm set <storage> [OPTIONS]\tstorage=<storage ID>\tblocksize=<string>\tbwlimit=property-string\tcomstar_hg=<string>\tcomstar_tg=<string>\tcontent=<string>\tcontent-dirs=<string>\tcreate-base-path=<boolean>\tcreate-subdirs=<boolean>\tdata-pool=<string>\tdelete=<string>\tdigest=<string>\tdisable=<boolean>\tdomain=<string>\tencryption-key=a file containing an encryption key, or the special\tfingerprint=([A-Fa-f0-9]{2}:){31}[A-Fa-f0-9]{2}\tformat=<qcow2 | raw | subvol | vmdk>\tfs-name=<string>\tfuse=<boolean>\tis_mountpoint=<string>\tkeyring=file containing the keyring to authenticate in the Ceph\tkrbd=<boolean>\tlio_tpg=<string>\tmaster-pubkey=a file containing a PEM-formatted master public key\tmax-protected-backups=<integer> (-1 - N)\tmkdir=<boolean>\tmonhost=<string>\tmountpoint=<string>\tnamespace=<string>\tnocow=<boolean>\tnodes=<string>\tnowritecache=<boolean>\toptions=<string>\tpassword=<password>\tpool=<string>\tport=<integer> (1 - 65535)\tpreallocation=<falloc | full | metadata | off>\tprune-backups=property-string\tsaferemove=<boolean>\tsaferemove-stepsize=<1 | 16 | 2 | 32 | 4 | 8>\tsaferemove_throughput=<string>\tserver=<string>\tshared=<boolean>\tskip-cert-verification=<boolean>\tsmbversion=<2.0 | 2.1 | 3 | 3.0 | 3.11 | default>\tsnapshot-as-volume-chain=<boolean>\tsparse=<boolean>\tsubdir=<string>\ttagged_only=<boolean>\tusername=<string>\tzfs-base-path=<string>',
  'pvesm status':
    'pvesm status  [OPTIONS]\tcontent=<string>\tenabled=<boolean>\tformat=<boolean>\tstorage=<storage ID>\ttarget=<string>',
  'pvesr create-local-job':
    'pvesr create-local-job <id> <target> [OPTIONS]\tid=[1-9][0-9]{2,8}-\\d{1,9}\ttarget=<string>\tcomment=<string>\tdisable=<boolean>\trate=<number> (1 - N)\tremove_job=<full | local>\tschedule=<string>\tsource=<string>',
  'pvesr delete': 'pvesr delete <id> [OPTIONS]\tid=[1-9][0-9]{2,8}-\\d{1,9}\tforce=<boolean>\tkeep=<boolean>',
  'pvesr disable': 'pvesr disable <id>\tid=[1-9][0-9]{2,8}-\\d{1,9}',
  'pvesr enable': 'pvesr enable <id>\tid=[1-9][0-9]{2,8}-\\d{1,9}',
  'pvesr finalize-local-job':
    'pvesr finalize-local-job <id> [<extra-args>] [OPTIONS]\tid=[1-9][0-9]{2,8}-\\d{1,9}\textra-args=<array>\tlast_sync=<integer> (0 - N)',
  'pvesr help': 'pvesr help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'pvesr list': 'pvesr list \t',
  'pvesr prepare-local-job':
    'pvesr prepare-local-job <id> [<extra-args>] [OPTIONS]\tid=[1-9][0-9]{2,8}-\\d{1,9}\textra-args=<array>\tforce=<boolean>\tlast_sync=<integer> (0 - N)\tparent_snapname=<string>\tscan=<string>',
  'pvesr read': 'pvesr read <id>\tid=[1-9][0-9]{2,8}-\\d{1,9}',
  'pvesr run': 'pvesr run  [OPTIONS]\tid=[1-9][0-9]{2,8}-\\d{1,9}\tmail=<boolean>\tverbose=<boolean>',
  'pvesr schedule-now': 'pvesr schedule-now <id>\tid=[1-9][0-9]{2,8}-\\d{1,9}',
  'pvesr set-state': 'pvesr set-state <vmid> <state>\tvmid=<integer> (100 - 999999999)\tstate=<string>',
  'pvesr status': 'pvesr status  [OPTIONS]\tguest=<integer> (100 - 999999999)',
  'pvesr update':
    'pvesr update <id> [OPTIONS]\tid=[1-9][0-9]{2,8}-\\d{1,9}\tcomment=<string>\tdelete=<string>\tdigest=<string>\tdisable=<boolean>\trate=<number> (1 - N)\tremove_job=<full | local>\tschedule=<string>\tsource=<string>',
  'pveum acl delete':
    'pveum acl delete <path> --roles <string> [OPTIONS]\tpath=<string>\tgroups=<string>\tpropagate=<boolean>\troles=<string>\ttokens=<string>\tusers=<string>',
  'pveum acl list': 'pveum acl list  [FORMAT_OPTIONS]\t',
  'pveum acl modify':
    'pveum acl modify <path> --roles <string> [OPTIONS]\tpath=<string>\tgroups=<string>\tpropagate=<boolean>\troles=<string>\ttokens=<string>\tusers=<string>',
  'pveum group add': 'pveum group add <groupid> [OPTIONS]\tgroupid=<string>\tcomment=<string>',
  'pveum group delete': 'pveum group delete <groupid>\tgroupid=<string>',
  'pveum group list': 'pveum group list  [FORMAT_OPTIONS]\t',
  'pveum group modify': 'pveum group modify <groupid> [OPTIONS]\tgroupid=<string>\tcomment=<string>',
  'pveum help': 'pveum help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'pveum passwd': 'pveum passwd <userid> [OPTIONS]\tuserid=<string>\tconfirmation-password=<string>',
  'pveum pool add': 'pveum pool add <poolid> [OPTIONS]\tpoolid=<string>\tcomment=<string>',
  'pveum pool delete': 'pveum pool delete <poolid>\tpoolid=<string>',
  'pveum pool list': 'pveum pool list  [OPTIONS] [FORMAT_OPTIONS]\tpoolid=<string>\ttype=<lxc | qemu | storage>',
  'pveum pool modify':
    'pveum pool modify <poolid> [OPTIONS]\tpoolid=<string>\tallow-move=<boolean>\tcomment=<string>\tdelete=<boolean>\tstorage=<string>\tvms=<string>',
  'pveum realm add':
    'pveum realm add <realm> --type <string> [OPTIONS]\trealm=<string>\tacr-values=^[^\\x00-\\x1F\\x7F <>#"]*$\tautocreate=<boolean>\tbase_dn=<string>\tbind_dn=<string>\tcapath=<string>\tcase-sensitive=<boolean>\tcert=<string>\tcertkey=<string>\tcheck-connection=<boolean>\tclient-id=<string>\tclient-key=<string>\tcomment=<string>\tdefault=<boolean>\tdomain=\\S+\tfilter=<string>\tgroup_classes=<string>\tgroup_dn=<string>\tgroup_filter=<string>\tgroup_name_attr=<string>\tgroups-autocreate=<boolean>\tgroups-claim=(?^:[A-Za-z0-9\\.\\-_]+)\tgroups-overwrite=<boolean>\tissuer-url=<string>\tmode=<ldap | ldap+starttls | ldaps>\tpassword=<string>\tport=<integer> (1 - 65535)\tprompt=(?:none|login|consent|select_account|\\S+)\tquery-userinfo=<boolean>\tscopes=<string>\tsecure=<boolean>\tserver1=<string>\tserver2=<string>\tsslversion=<tlsv1 | tlsv1_1 | tlsv1_2 | tlsv1_3>\tsync-defaults-options=property-string\tsync_attributes=\\w+=[^,]+(,\\s*\\w+=[^,]+)*\ttfa=property-string\ttype=<ad | ldap | openid | pam | pve>\tuser_attr=\\S{2,}\tuser_classes=<string>\tusername-claim=<string>\tverify=<boolean>',
  'pveum realm delete': 'pveum realm delete <realm>\trealm=<string>',
  'pveum realm list': 'pveum realm list  [FORMAT_OPTIONS]\t',
  'pveum realm modify':
    'pveum realm modify <realm> [OPTIONS]\trealm=<string>\tacr-values=^[^\\x00-\\x1F\\x7F <>#"]*$\tautocreate=<boolean>\tbase_dn=<string>\tbind_dn=<string>\tcapath=<string>\tcase-sensitive=<boolean>\tcert=<string>\tcertkey=<string>\tcheck-connection=<boolean>\tclient-id=<string>\tclient-key=<string>\tcomment=<string>\tdefault=<boolean>\tdelete=<string>\tdigest=<string>\tdomain=\\S+\tfilter=<string>\tgroup_classes=<string>\tgroup_dn=<string>\tgroup_filter=<string>\tgroup_name_attr=<string>\tgroups-autocreate=<boolean>\tgroups-claim=(?^:[A-Za-z0-9\\.\\-_]+)\tgroups-overwrite=<boolean>\tissuer-url=<string>\tmode=<ldap | ldap+starttls | ldaps>\tpassword=<string>\tport=<integer> (1 - 65535)\tprompt=(?:none|login|consent|select_account|\\S+)\tquery-userinfo=<boolean>\tscopes=<string>\tsecure=<boolean>\tserver1=<string>\tserver2=<string>\tsslversion=<tlsv1 | tlsv1_1 | tlsv1_2 | tlsv1_3>\tsync-defaults-options=property-string\tsync_attributes=\\w+=[^,]+(,\\s*\\w+=[^,]+)*\ttfa=property-string\tuser_attr=\\S{2,}\tuser_classes=<string>\tverify=<boolean>',
  'pveum realm sync':
    'pveum realm sync <realm> [OPTIONS]\trealm=<string>\tdry-run=<boolean>\tenable-new=<boolean>\tfull=<boolean>\tpurge=<boolean>\tremove-vanished=([acl];[properties];[entry])|none\tscope=<both | groups | users>',
  'pveum role add': 'pveum role add <roleid> [OPTIONS]\troleid=<string>\tprivs=<string>',
  'pveum role delete': 'pveum role delete <roleid>\troleid=<string>',
  'pveum role list': 'pveum role list  [FORMAT_OPTIONS]\t',
  'pveum role modify': 'pveum role modify <roleid> [OPTIONS]\troleid=<string>\tappend=<boolean>\tprivs=<string>',
  'pveum ticket':
    'pveum ticket <username> [OPTIONS]\tusername=<string>\tnew-format=<boolean>\totp=<string>\tpath=<string>\tprivs=<string>\trealm=<string>\ttfa-challenge=<string>',
  'pveum user add':
    'pveum user add <userid> [OPTIONS]\tuserid=<string>\tcomment=<string>\temail=<string>\tenable=<boolean>\texpire=<integer> (0 - N)\tfirstname=<string>\tgroups=<string>\tkeys=[0-9a-zA-Z!=]{0,4096}\tlastname=<string>\tpassword=<string>',
  'pveum user delete': 'pveum user delete <userid>\tuserid=<string>',
  'pveum user list': 'pveum user list  [OPTIONS] [FORMAT_OPTIONS]\tenabled=<boolean>\tfull=<boolean>',
  'pveum user modify':
    'pveum user modify <userid> [OPTIONS]\tuserid=<string>\tappend=<boolean>\tcomment=<string>\temail=<string>\tenable=<boolean>\texpire=<integer> (0 - N)\tfirstname=<string>\tgroups=<string>\tkeys=[0-9a-zA-Z!=]{0,4096}\tlastname=<string>',
  'pveum user permissions': 'pveum user permissions [<userid>] [OPTIONS] [FORMAT_OPTIONS]\tuserid=\tpath=<string>',
  'pveum user tfa delete': 'pveum user tfa delete <userid> [OPTIONS]\tuserid=<string>\tid=<string>',
  'pveum user tfa list': 'pveum user tfa list [<userid>]\tuserid=<string>',
  'pveum user tfa unlock': 'pveum user tfa unlock <userid>\tuserid=<string>',
  'pveum user token add':
    'pveum user token add <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]\tuserid=<string>\ttokenid=(?^:[A-Za-z][A-Za-z0-9\\.\\-_]+)\tcomment=<string>\texpire=<integer> (0 - N)\tprivsep=<boolean>',
  'pveum user token delete':
    'pveum user token delete <userid> <tokenid> [FORMAT_OPTIONS]\tuserid=<string>\ttokenid=(?^:[A-Za-z][A-Za-z0-9\\.\\-_]+)',
  'pveum user token list': 'pveum user token list <userid> [FORMAT_OPTIONS]\tuserid=<string>',
  'pveum user token modify':
    'pveum user token modify <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]\tuserid=<string>\ttokenid=(?^:[A-Za-z][A-Za-z0-9\\.\\-_]+)\tcomment=<string>\tdelete=<string>\texpire=<integer> (0 - N)\tprivsep=<boolean>',
  'pveum user token permissions':
    'pveum user token permissions <userid> <tokenid> [OPTIONS] [FORMAT_OPTIONS]\tuserid=<string>\ttokenid=(?^:[A-Za-z][A-Za-z0-9\\.\\-_]+)\tpath=<string>',
  'qm cleanup':
    'qm cleanup <vmid> <clean-shutdown> <guest-requested>\tvmid=<integer> (100 - 999999999)\tclean-shutdown=<boolean>\tguest-requested=<boolean>',
  'qm clone':
    'qm clone <vmid> <newid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tnewid=<integer> (100 - 999999999)\tbwlimit=<integer> (0 - N)\tdescription=<string>\tformat=<qcow2 | raw | vmdk>\tfull=<boolean>\tname=<string>\tpool=<string>\tsnapname=<string>\tstorage=<storage ID>\ttarget=<string>',
  'qm cloudinit dump':
    'qm cloudinit dump <vmid> <type>\tvmid=<integer> (100 - 999999999)\ttype=<meta | network | user>',
  'qm cloudinit pending': 'qm cloudinit pending <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm cloudinit update': 'qm cloudinit update <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm config': 'qm config <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tcurrent=<boolean>\tsnapshot=<string>',
  'qm create':
    'qm create <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tacpi=<boolean>\taffinity=<string>\tagent=property-string\tallow-ksm=<boolean>\tamd-sev=property-string\tarch=<aarch64 | x86_64>\tarchive=<string>\targs=<string>\taudio0=property-string\tautostart=<boolean>\tballoon=<integer> (0 - N)\tbios=<ovmf | seabios>\tboot=property-string\tbootdisk=(ide|sata|scsi|virtio)\\d+\tbwlimit=<integer> (0 - N)\tcdrom=<volume>\tcicustom=property-string\tcipassword=<password>\tcitype=<configdrive2 | nocloud | opennebula>\tciupgrade=<boolean>\tciuser=<string>\tcores=<integer> (1 - N)\tcpu=property-string\tcpulimit=<number> (0 - 128)\tcpuunits=<integer> (1 - 262144)\tdescription=<string>\tefidisk0=property-string\tforce=<boolean>\tfreeze=<boolean>\tha-managed=<boolean>\thookscript=<string>\thostpci[n]=property-string\thotplug=<string>\thugepages=<1024 | 2 | any>\tide[n]=property-string\timport-working-storage=<storage ID>\tintel-tdx=property-string\tipconfig[n]=property-string\tivshmem=property-string\tkeephugepages=<boolean>\tkeyboard=<da | de | de-ch | en-gb | en-us | es | fi | fr | fr-be | fr-ca | fr-ch | hu | is | it | ja | lt | mk | nl | no | pl | pt | pt-br | sl | sv | tr>\tkvm=<boolean>\tlive-restore=<boolean>\tlocaltime=<boolean>\tlock=<backup | clone | create | migrate | rollback | snapshot | snapshot-delete | suspended | suspending>\tmachine=property-string\tmemory=property-string\tmigrate_downtime=<number> (0 - N)\tmigrate_speed=<integer> (0 - N)\tname=<string>\tnameserver=<string>\tnet[n]=property-string\tnuma=<boolean>\tnuma[n]=property-string\tonboot=<boolean>\tostype=<l24 | l26 | other | solaris | w2k | w2k3 | w2k8 | win10 | win11 | win7 | win8 | wvista | wxp>\tparallel[n]=/dev/parport\\d+|/dev/usb/lp\\d+\tpool=<string>\tprotection=<boolean>\treboot=<boolean>\trng0=property-string\tsata[n]=property-string\tscsi[n]=property-string\tscsihw=<lsi | lsi53c810 | megasas | pvscsi | virtio-scsi-pci | virtio-scsi-single>\tsearchdomain=<string>\tserial[n]=(/dev/.+|socket)\tshares=<integer> (0 - 50000)\tsmbios1=[base64=<1|0>] [,family=<Base64 encoded string>] [,manufacturer=<Base64 encoded string>] [,product=<Base64 encoded string>] [,serial=<Base64 encoded string>] [,sku=<Base64 encoded string>] [,uuid=<UUID>] [,version=<Base64 encoded string>]\tsmp=<integer> (1 - N)\tsockets=<integer> (1 - N)\tspice_enhancements=property-string\tsshkeys=<filepath>\tstart=<boolean>\tstartdate=(now | YYYY-MM-DD | YYYY-MM-DDTHH:MM:SS)\tstartup=property-string\tstorage=<storage ID>\ttablet=<boolean>\ttags=<string>\ttdf=<boolean>\ttemplate=<boolean>\ttpmstate0=property-string\tunique=<boolean>\tunused[n]=property-string\tusb[n]=property-string\tvcpus=<integer> (1 - N)\tvga=property-string\tvirtio[n]=property-string\tvirtiofs[n]=property-string\tvmgenid=<UUID>\tvmstatestorage=<storage ID>\twatchdog=property-string',
  'qm delsnapshot':
    'qm delsnapshot <vmid> <snapname> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tsnapname=<string>\tforce=<boolean>',
  'qm destroy':
    'qm destroy <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tdestroy-unreferenced-disks=<boolean>\tpurge=<boolean>\tskiplock=<boolean>',
  'qm disk import':
    'qm disk import <vmid> <source> <storage> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tsource=<string>\tstorage=<storage ID>\tformat=<qcow2 | raw | vmdk>\ttarget-disk=<efidisk0 | ide0 | ide1 | ide2 | ide3 | sata0 | sata1 | sata2 | sata3 | sata4 | sata5 | scsi0 | scsi1 | scsi10 | scsi11 | scsi12 | scsi13 | scsi14 | scsi15 | scsi16 | scsi17 | scsi18 | scsi19 | scsi2 | scsi20 | scsi21 | scsi22 | scsi23 | scsi24 | scsi25 | scsi26 | scsi27 | scsi28 | scsi29 | scsi3 | scsi30 | scsi4 | scsi5 | scsi6 | scsi7 | scsi8 | scsi9 | tpmstate0 | unused0 | unused1 | unused10 | unused100 | unused101 | unused102 | unused103 | unused104 | unused105 | unused106 | unused107 | unused108 | unused109 | unused11 | unused110 | unused111 | unused112 | unused113 | unused114 | unused115 | unused116 | unused117 | unused118 | unused119 | unused12 | unused120 | unused121 | unused122 | unused123 | unused124 | unused125 | unused126 | unused127 | unused128 | unused129 | unused13 | unused130 | unused131 | unused132 | unused133 | unused134 | unused135 | unused136 | unused137 | unused138 | unused139 | unused14 | unused140 | unused141 | unused142 | unused143 | unused144 | unused145 | unused146 | unused147 | unused148 | unused149 | unused15 | unused150 | unused151 | unused152 | unused153 | unused154 | unused155 | unused156 | unused157 | unused158 | unused159 | unused16 | unused160 | unused161 | unused162 | unused163 | unused164 | unused165 | unused166 | unused167 | unused168 | unused169 | unused17 | unused170 | unused171 | unused172 | unused173 | unused174 | unused175 | unused176 | unused177 | unused178 | unused179 | unused18 | unused180 | unused181 | unused182 | unused183 | unused184 | unused185 | unused186 | unused187 | unused188 | unused189 | unused19 | unused190 | unused191 | unused192 | unused193 | unused194 | unused195 | unused196 | unused197 | unused198 | unused199 | unused2 | unused20 | unused200 | unused201 | unused202 | unused203 | unused204 | unused205 | unused206 | unused207 | unused208 | unused209 | unused21 | unused210 | unused211 | unused212 | unused213 | unused214 | unused215 | unused216 | unused217 | unused218 | unused219 | unused22 | unused220 | unused221 | unused222 | unused223 | unused224 | unused225 | unused226 | unused227 | unused228 | unused229 | unused23 | unused230 | unused231 | unused232 | unused233 | unused234 | unused235 | unused236 | unused237 | unused238 | unused239 | unused24 | unused240 | unused241 | unused242 | unused243 | unused244 | unused245 | unused246 | unused247 | unused248 | unused249 | unused25 | unused250 | unused251 | unused252 | unused253 | unused254 | unused255 | unused26 | unused27 | unused28 | unused29 | unused3 | unused30 | unused31 | unused32 | unused33 | unused34 | unused35 | unused36 | unused37 | unused38 | unused39 | unused4 | unused40 | unused41 | unused42 | unused43 | unused44 | unused45 | unused46 | unused47 | unused48 | unused49 | unused5 | unused50 | unused51 | unused52 | unused53 | unused54 | unused55 | unused56 | unused57 | unused58 | unused59 | unused6 | unused60 | unused61 | unused62 | unused63 | unused64 | unused65 | unused66 | unused67 | unused68 | unused69 | unused7 | unused70 | unused71 | unused72 | unused73 | unused74 | unused75 | unused76 | unused77 | unused78 | unused79 | unused8 | unused80 | unused81 | unused82 | unused83 | unused84 | unused85 | unused86 | unused87 | unused88 | unused89 | unused9 | unused90 | unused91 | unused92 | unused93 | unused94 | unused95 | unused96 | unused97 | unused98 | unused99 | virtio0 | virtio1 | virtio10 | virtio11 | virtio12 | virtio13 | virtio14 | virtio15 | virtio2 | virtio3 | virtio4 | virtio5 | virtio6 | virtio7 | virtio8 | virtio9>',
  'qm disk move':
    'qm disk move <vmid> <disk> [<storage>] [OPTIONS]\tvmid=<integer> (100 - 999999999)\tdisk=<efidisk0 | ide0 | ide1 | ide2 | ide3 | sata0 | sata1 | sata2 | sata3 | sata4 | sata5 | scsi0 | scsi1 | scsi10 | scsi11 | scsi12 | scsi13 | scsi14 | scsi15 | scsi16 | scsi17 | scsi18 | scsi19 | scsi2 | scsi20 | scsi21 | scsi22 | scsi23 | scsi24 | scsi25 | scsi26 | scsi27 | scsi28 | scsi29 | scsi3 | scsi30 | scsi4 | scsi5 | scsi6 | scsi7 | scsi8 | scsi9 | tpmstate0 | unused0 | unused1 | unused10 | unused100 | unused101 | unused102 | unused103 | unused104 | unused105 | unused106 | unused107 | unused108 | unused109 | unused11 | unused110 | unused111 | unused112 | unused113 | unused114 | unused115 | unused116 | unused117 | unused118 | unused119 | unused12 | unused120 | unused121 | unused122 | unused123 | unused124 | unused125 | unused126 | unused127 | unused128 | unused129 | unused13 | unused130 | unused131 | unused132 | unused133 | unused134 | unused135 | unused136 | unused137 | unused138 | unused139 | unused14 | unused140 | unused141 | unused142 | unused143 | unused144 | unused145 | unused146 | unused147 | unused148 | unused149 | unused15 | unused150 | unused151 | unused152 | unused153 | unused154 | unused155 | unused156 | unused157 | unused158 | unused159 | unused16 | unused160 | unused161 | unused162 | unused163 | unused164 | unused165 | unused166 | unused167 | unused168 | unused169 | unused17 | unused170 | unused171 | unused172 | unused173 | unused174 | unused175 | unused176 | unused177 | unused178 | unused179 | unused18 | unused180 | unused181 | unused182 | unused183 | unused184 | unused185 | unused186 | unused187 | unused188 | unused189 | unused19 | unused190 | unused191 | unused192 | unused193 | unused194 | unused195 | unused196 | unused197 | unused198 | unused199 | unused2 | unused20 | unused200 | unused201 | unused202 | unused203 | unused204 | unused205 | unused206 | unused207 | unused208 | unused209 | unused21 | unused210 | unused211 | unused212 | unused213 | unused214 | unused215 | unused216 | unused217 | unused218 | unused219 | unused22 | unused220 | unused221 | unused222 | unused223 | unused224 | unused225 | unused226 | unused227 | unused228 | unused229 | unused23 | unused230 | unused231 | unused232 | unused233 | unused234 | unused235 | unused236 | unused237 | unused238 | unused239 | unused24 | unused240 | unused241 | unused242 | unused243 | unused244 | unused245 | unused246 | unused247 | unused248 | unused249 | unused25 | unused250 | unused251 | unused252 | unused253 | unused254 | unused255 | unused26 | unused27 | unused28 | unused29 | unused3 | unused30 | unused31 | unused32 | unused33 | unused34 | unused35 | unused36 | unused37 | unused38 | unused39 | unused4 | unused40 | unused41 | unused42 | unused43 | unused44 | unused45 | unused46 | unused47 | unused48 | unused49 | unused5 | unused50 | unused51 | unused52 | unused53 | unused54 | unused55 | unused56 | unused57 | unused58 | unused59 | unused6 | unused60 | unused61 | unused62 | unused63 | unused64 | unused65 | unused66 | unused67 | unused68 | unused69 | unused7 | unused70 | unused71 | unused72 | unused73 | unused74 | unused75 | unused76 | unused77 | unused78 | unused79 | unused8 | unused80 | unused81 | unused82 | unused83 | unused84 | unused85 | unused86 | unused87 | unused88 | unused89 | unused9 | unused90 | unused91 | unused92 | unused93 | unused94 | unused95 | unused96 | unused97 | unused98 | unused99 | virtio0 | virtio1 | virtio10 | virtio11 | virtio12 | virtio13 | virtio14 | virtio15 | virtio2 | virtio3 | virtio4 | virtio5 | virtio6 | virtio7 | virtio8 | virtio9>\tstorage=<storage ID>\tbwlimit=<integer> (0 - N)\tdelete=<boolean>\tdigest=<string>\tformat=<qcow2 | raw | vmdk>\ttarget-digest=<string>\ttarget-disk=<efidisk0 | ide0 | ide1 | ide2 | ide3 | sata0 | sata1 | sata2 | sata3 | sata4 | sata5 | scsi0 | scsi1 | scsi10 | scsi11 | scsi12 | scsi13 | scsi14 | scsi15 | scsi16 | scsi17 | scsi18 | scsi19 | scsi2 | scsi20 | scsi21 | scsi22 | scsi23 | scsi24 | scsi25 | scsi26 | scsi27 | scsi28 | scsi29 | scsi3 | scsi30 | scsi4 | scsi5 | scsi6 | scsi7 | scsi8 | scsi9 | tpmstate0 | unused0 | unused1 | unused10 | unused100 | unused101 | unused102 | unused103 | unused104 | unused105 | unused106 | unused107 | unused108 | unused109 | unused11 | unused110 | unused111 | unused112 | unused113 | unused114 | unused115 | unused116 | unused117 | unused118 | unused119 | unused12 | unused120 | unused121 | unused122 | unused123 | unused124 | unused125 | unused126 | unused127 | unused128 | unused129 | unused13 | unused130 | unused131 | unused132 | unused133 | unused134 | unused135 | unused136 | unused137 | unused138 | unused139 | unused14 | unused140 | unused141 | unused142 | unused143 | unused144 | unused145 | unused146 | unused147 | unused148 | unused149 | unused15 | unused150 | unused151 | unused152 | unused153 | unused154 | unused155 | unused156 | unused157 | unused158 | unused159 | unused16 | unused160 | unused161 | unused162 | unused163 | unused164 | unused165 | unused166 | unused167 | unused168 | unused169 | unused17 | unused170 | unused171 | unused172 | unused173 | unused174 | unused175 | unused176 | unused177 | unused178 | unused179 | unused18 | unused180 | unused181 | unused182 | unused183 | unused184 | unused185 | unused186 | unused187 | unused188 | unused189 | unused19 | unused190 | unused191 | unused192 | unused193 | unused194 | unused195 | unused196 | unused197 | unused198 | unused199 | unused2 | unused20 | unused200 | unused201 | unused202 | unused203 | unused204 | unused205 | unused206 | unused207 | unused208 | unused209 | unused21 | unused210 | unused211 | unused212 | unused213 | unused214 | unused215 | unused216 | unused217 | unused218 | unused219 | unused22 | unused220 | unused221 | unused222 | unused223 | unused224 | unused225 | unused226 | unused227 | unused228 | unused229 | unused23 | unused230 | unused231 | unused232 | unused233 | unused234 | unused235 | unused236 | unused237 | unused238 | unused239 | unused24 | unused240 | unused241 | unused242 | unused243 | unused244 | unused245 | unused246 | unused247 | unused248 | unused249 | unused25 | unused250 | unused251 | unused252 | unused253 | unused254 | unused255 | unused26 | unused27 | unused28 | unused29 | unused3 | unused30 | unused31 | unused32 | unused33 | unused34 | unused35 | unused36 | unused37 | unused38 | unused39 | unused4 | unused40 | unused41 | unused42 | unused43 | unused44 | unused45 | unused46 | unused47 | unused48 | unused49 | unused5 | unused50 | unused51 | unused52 | unused53 | unused54 | unused55 | unused56 | unused57 | unused58 | unused59 | unused6 | unused60 | unused61 | unused62 | unused63 | unused64 | unused65 | unused66 | unused67 | unused68 | unused69 | unused7 | unused70 | unused71 | unused72 | unused73 | unused74 | unused75 | unused76 | unused77 | unused78 | unused79 | unused8 | unused80 | unused81 | unused82 | unused83 | unused84 | unused85 | unused86 | unused87 | unused88 | unused89 | unused9 | unused90 | unused91 | unused92 | unused93 | unused94 | unused95 | unused96 | unused97 | unused98 | unused99 | virtio0 | virtio1 | virtio10 | virtio11 | virtio12 | virtio13 | virtio14 | virtio15 | virtio2 | virtio3 | virtio4 | virtio5 | virtio6 | virtio7 | virtio8 | virtio9>\ttarget-vmid=<integer> (100 - 999999999)',
  'qm disk rescan': 'qm disk rescan  [OPTIONS]\tdryrun=<boolean>\tvmid=<integer> (100 - 999999999)',
  'qm disk resize':
    'qm disk resize <vmid> <disk> <size> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tdisk=<efidisk0 | ide0 | ide1 | ide2 | ide3 | sata0 | sata1 | sata2 | sata3 | sata4 | sata5 | scsi0 | scsi1 | scsi10 | scsi11 | scsi12 | scsi13 | scsi14 | scsi15 | scsi16 | scsi17 | scsi18 | scsi19 | scsi2 | scsi20 | scsi21 | scsi22 | scsi23 | scsi24 | scsi25 | scsi26 | scsi27 | scsi28 | scsi29 | scsi3 | scsi30 | scsi4 | scsi5 | scsi6 | scsi7 | scsi8 | scsi9 | tpmstate0 | virtio0 | virtio1 | virtio10 | virtio11 | virtio12 | virtio13 | virtio14 | virtio15 | virtio2 | virtio3 | virtio4 | virtio5 | virtio6 | virtio7 | virtio8 | virtio9>\tsize=\\+?\\d+(\\.\\d+)?[KMGT]?\tdigest=<string>\tskiplock=<boolean>',
  'qm disk unlink':
    'qm disk unlink <vmid> --idlist <string> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tforce=<boolean>\tidlist=<string>',
  'qm enroll-efi-keys': 'qm enroll-efi-keys <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm guest cmd':
    'qm guest cmd <vmid> <command>\tvmid=<integer> (100 - 999999999)\tcommand=<fsfreeze-freeze | fsfreeze-status | fsfreeze-thaw | fstrim | get-fsinfo | get-host-name | get-memory-block-info | get-memory-blocks | get-osinfo | get-time | get-timezone | get-users | get-vcpus | info | network-get-interfaces | ping | shutdown | suspend-disk | suspend-hybrid | suspend-ram>',
  'qm guest exec':
    'qm guest exec <vmid> [<extra-args>] [OPTIONS]\tvmid=<integer> (100 - 999999999)\textra-args=<array>\tpass-stdin=<boolean>\tsynchronous=<boolean>\ttimeout=<integer> (0 - N)',
  'qm guest exec-status': 'qm guest exec-status <vmid> <pid>\tvmid=<integer> (100 - 999999999)\tpid=<integer>',
  'qm guest passwd':
    'qm guest passwd <vmid> <username> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tusername=<string>\tcrypted=<boolean>',
  'qm help': 'qm help [<extra-args>] [OPTIONS]\textra-args=<array>\tverbose=<boolean>',
  'qm import':
    'qm import <vmid> <source> --storage <string> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tsource=<string>\tacpi=<boolean>\taffinity=<string>\tagent=property-string\tallow-ksm=<boolean>\tamd-sev=property-string\tarch=<aarch64 | x86_64>\targs=<string>\taudio0=property-string\tautostart=<boolean>\tballoon=<integer> (0 - N)\tbios=<ovmf | seabios>\tboot=property-string\tbootdisk=(ide|sata|scsi|virtio)\\d+\tcdrom=<volume>\tcicustom=property-string\tcipassword=<string>\tcitype=<configdrive2 | nocloud | opennebula>\tciupgrade=<boolean>\tciuser=<string>\tcores=<integer> (1 - N)\tcpu=property-string\tcpulimit=<number> (0 - 128)\tcpuunits=<integer> (1 - 262144)\tdelete=<string>\tdescription=<string>\tdryrun=<boolean>\tefidisk0=property-string\tformat=<qcow2 | raw | vmdk>\tfreeze=<boolean>\thookscript=<string>\thostpci[n]=property-string\thotplug=<string>\thugepages=<1024 | 2 | any>\tide[n]=property-string\tintel-tdx=property-string\tipconfig[n]=property-string\tivshmem=property-string\tkeephugepages=<boolean>\tkeyboard=<da | de | de-ch | en-gb | en-us | es | fi | fr | fr-be | fr-ca | fr-ch | hu | is | it | ja | lt | mk | nl | no | pl | pt | pt-br | sl | sv | tr>\tkvm=<boolean>\tlive-import=<boolean>\tlocaltime=<boolean>\tlock=<backup | clone | create | migrate | rollback | snapshot | snapshot-delete | suspended | suspending>\tmachine=property-string\tmemory=property-string\tmigrate_downtime=<number> (0 - N)\tmigrate_speed=<integer> (0 - N)\tname=<string>\tnameserver=<string>\tnet[n]=property-string\tnuma=<boolean>\tnuma[n]=property-string\tonboot=<boolean>\tostype=<l24 | l26 | other | solaris | w2k | w2k3 | w2k8 | win10 | win11 | win7 | win8 | wvista | wxp>\tparallel[n]=/dev/parport\\d+|/dev/usb/lp\\d+\tprotection=<boolean>\treboot=<boolean>\trng0=property-string\tsata[n]=property-string\tscsi[n]=property-string\tscsihw=<lsi | lsi53c810 | megasas | pvscsi | virtio-scsi-pci | virtio-scsi-single>\tsearchdomain=<string>\tserial[n]=(/dev/.+|socket)\tshares=<integer> (0 - 50000)\tsmbios1=[base64=<1|0>] [,family=<Base64 encoded string>] [,manufacturer=<Base64 encoded string>] [,product=<Base64 encoded string>] [,serial=<Base64 encoded string>] [,sku=<Base64 encoded string>] [,uuid=<UUID>] [,version=<Base64 encoded string>]\tsmp=<integer> (1 - N)\tsockets=<integer> (1 - N)\tspice_enhancements=property-string\tsshkeys=<string>\tstartdate=(now | YYYY-MM-DD | YYYY-MM-DDTHH:MM:SS)\tstartup=property-string\tstorage=<storage ID>\ttablet=<boolean>\ttags=<string>\ttdf=<boolean>\ttemplate=<boolean>\ttpmstate0=property-string\tunused[n]=property-string\tusb[n]=property-string\tvcpus=<integer> (1 - N)\tvga=property-string\tvirtio[n]=property-string\tvirtiofs[n]=property-string\tvmgenid=<UUID>\tvmstatestorage=<storage ID>\twatchdog=property-string',
  'qm importovf':
    'qm importovf <vmid> <manifest> <storage> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tmanifest=<string>\tstorage=<storage ID>\tdryrun=<boolean>\tformat=<qcow2 | raw | vmdk>',
  'qm list': 'qm list  [OPTIONS]\tfull=<boolean>',
  'qm listsnapshot': 'qm listsnapshot <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm migrate':
    'qm migrate <vmid> <target> [OPTIONS]\tvmid=<integer> (100 - 999999999)\ttarget=<string>\tbwlimit=<integer> (0 - N)\tforce=<boolean>\tmigration_network=<string>\tmigration_type=<insecure | secure>\tonline=<boolean>\ttargetstorage=<string>\twith-conntrack-state=<boolean>\twith-local-disks=<boolean>',
  'qm monitor': 'qm monitor <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm mtunnel': 'qm mtunnel \t',
  'qm nbdstop': 'qm nbdstop <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm pending': 'qm pending <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm reboot': 'qm reboot <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\ttimeout=<integer> (0 - N)',
  'qm remote-migrate':
    'qm remote-migrate <vmid> [<target-vmid>] <target-endpoint> --target-bridge <string> --target-storage <string> [OPTIONS]\tvmid=<integer> (100 - 999999999)\ttarget-vmid=<integer> (100 - 999999999)\ttarget-endpoint=property-string\tbwlimit=<integer> (0 - N)\tdelete=<boolean>\tonline=<boolean>\ttarget-bridge=<string>\ttarget-storage=<string>',
  'qm reset': 'qm reset <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tskiplock=<boolean>',
  'qm resume': 'qm resume <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tnocheck=<boolean>\tskiplock=<boolean>',
  'qm rollback':
    'qm rollback <vmid> <snapname> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tsnapname=<string>\tstart=<boolean>',
  'qm sendkey': 'qm sendkey <vmid> <key> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tkey=<string>\tskiplock=<boolean>',
  'qm set':
    'qm set <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tacpi=<boolean>\taffinity=<string>\tagent=property-string\tallow-ksm=<boolean>\tamd-sev=property-string\tarch=<aarch64 | x86_64>\targs=<string>\taudio0=property-string\tautostart=<boolean>\tballoon=<integer> (0 - N)\tbios=<ovmf | seabios>\tboot=property-string\tbootdisk=(ide|sata|scsi|virtio)\\d+\tcdrom=<volume>\tcicustom=property-string\tcipassword=<password>\tcitype=<configdrive2 | nocloud | opennebula>\tciupgrade=<boolean>\tciuser=<string>\tcores=<integer> (1 - N)\tcpu=property-string\tcpulimit=<number> (0 - 128)\tcpuunits=<integer> (1 - 262144)\tdelete=<string>\tdescription=<string>\tdigest=<string>\tefidisk0=property-string\tforce=<boolean>\tfreeze=<boolean>\thookscript=<string>\thostpci[n]=property-string\thotplug=<string>\thugepages=<1024 | 2 | any>\tide[n]=property-string\tintel-tdx=property-string\tipconfig[n]=property-string\tivshmem=property-string\tkeephugepages=<boolean>\tkeyboard=<da | de | de-ch | en-gb | en-us | es | fi | fr | fr-be | fr-ca | fr-ch | hu | is | it | ja | lt | mk | nl | no | pl | pt | pt-br | sl | sv | tr>\tkvm=<boolean>\tlocaltime=<boolean>\tlock=<backup | clone | create | migrate | rollback | snapshot | snapshot-delete | suspended | suspending>\tmachine=property-string\tmemory=property-string\tmigrate_downtime=<number> (0 - N)\tmigrate_speed=<integer> (0 - N)\tname=<string>\tnameserver=<string>\tnet[n]=property-string\tnuma=<boolean>\tnuma[n]=property-string\tonboot=<boolean>\tostype=<l24 | l26 | other | solaris | w2k | w2k3 | w2k8 | win10 | win11 | win7 | win8 | wvista | wxp>\tparallel[n]=/dev/parport\\d+|/dev/usb/lp\\d+\tprotection=<boolean>\treboot=<boolean>\trevert=<string>\trng0=property-string\tsata[n]=property-string\tscsi[n]=property-string\tscsihw=<lsi | lsi53c810 | megasas | pvscsi | virtio-scsi-pci | virtio-scsi-single>\tsearchdomain=<string>\tserial[n]=(/dev/.+|socket)\tshares=<integer> (0 - 50000)\tskiplock=<boolean>\tsmbios1=[base64=<1|0>] [,family=<Base64 encoded string>] [,manufacturer=<Base64 encoded string>] [,product=<Base64 encoded string>] [,serial=<Base64 encoded string>] [,sku=<Base64 encoded string>] [,uuid=<UUID>] [,version=<Base64 encoded string>]\tsmp=<integer> (1 - N)\tsockets=<integer> (1 - N)\tspice_enhancements=property-string\tsshkeys=<filepath>\tstartdate=(now | YYYY-MM-DD | YYYY-MM-DDTHH:MM:SS)\tstartup=property-string\ttablet=<boolean>\ttags=<string>\ttdf=<boolean>\ttemplate=<boolean>\ttpmstate0=property-string\tunused[n]=property-string\tusb[n]=property-string\tvcpus=<integer> (1 - N)\tvga=property-string\tvirtio[n]=property-string\tvirtiofs[n]=property-string\tvmgenid=<UUID>\tvmstatestorage=<storage ID>\twatchdog=property-string',
  'qm showcmd': 'qm showcmd <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tpretty=<boolean>\tsnapshot=<string>',
  'qm shutdown':
    'qm shutdown <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tforceStop=<boolean>\tkeepActive=<boolean>\tskiplock=<boolean>\ttimeout=<integer> (0 - N)',
  'qm snapshot':
    'qm snapshot <vmid> <snapname> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tsnapname=<string>\tdescription=<string>\tvmstate=<boolean>',
  'qm start':
    'qm start <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tforce-cpu=<string>\tmachine=property-string\tmigratedfrom=<string>\tmigration_network=<string>\tmigration_type=<insecure | secure>\tnets-host-mtu=net\\d+=\\d+(,net\\d+=\\d+)*\tskiplock=<boolean>\tstateuri=<string>\ttargetstorage=<string>\ttimeout=<integer> (0 - N)\twith-conntrack-state=<boolean>',
  'qm status': 'qm status <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tverbose=<boolean>',
  'qm stop':
    'qm stop <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tkeepActive=<boolean>\tmigratedfrom=<string>\toverrule-shutdown=<boolean>\tskiplock=<boolean>\ttimeout=<integer> (0 - N)',
  'qm suspend':
    'qm suspend <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tskiplock=<boolean>\tstatestorage=<storage ID>\ttodisk=<boolean>',
  'qm template':
    'qm template <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tdisk=<efidisk0 | ide0 | ide1 | ide2 | ide3 | sata0 | sata1 | sata2 | sata3 | sata4 | sata5 | scsi0 | scsi1 | scsi10 | scsi11 | scsi12 | scsi13 | scsi14 | scsi15 | scsi16 | scsi17 | scsi18 | scsi19 | scsi2 | scsi20 | scsi21 | scsi22 | scsi23 | scsi24 | scsi25 | scsi26 | scsi27 | scsi28 | scsi29 | scsi3 | scsi30 | scsi4 | scsi5 | scsi6 | scsi7 | scsi8 | scsi9 | tpmstate0 | virtio0 | virtio1 | virtio10 | virtio11 | virtio12 | virtio13 | virtio14 | virtio15 | virtio2 | virtio3 | virtio4 | virtio5 | virtio6 | virtio7 | virtio8 | virtio9>',
  'qm terminal':
    'qm terminal <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\tescape=<string>\tiface=<serial0 | serial1 | serial2 | serial3>',
  'qm unlock': 'qm unlock <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm vncproxy': 'qm vncproxy <vmid>\tvmid=<integer> (100 - 999999999)',
  'qm wait': 'qm wait <vmid> [OPTIONS]\tvmid=<integer> (100 - 999999999)\ttimeout=<integer> (1 - N)',
};
