/** Memory that Proxmox keeps for itself (its own recommendation for the host), in GiB: what is left is for machines. */
export const HOST_MEMORY_GIB = 2;
