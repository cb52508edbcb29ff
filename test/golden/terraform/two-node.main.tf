# Written by Sitewright from the site "municipal". Change site.toml and export again.
# The token is not in here: export TF_VAR_proxmox_api_token="terraform@pve!NAME=SECRET"
# For machines that Sitewright already made, import them first:
#   terraform import proxmox_virtual_environment_vm.vm-dashboard pve-node1/100
terraform {
  required_version = ">= 1.5.0"

  required_providers {
    proxmox = {
      source  = "bpg/proxmox"
      version = ">= 0.66.0"
    }
  }
}

variable "proxmox_endpoint" {
  description = "Address of the Proxmox API"
  type        = string
  default     = "https://192.168.1.11:8006/"
}

variable "proxmox_api_token" {
  description = "API token of the user terraform@pve, as USER@REALM!NAME=SECRET"
  type        = string
  sensitive   = true
}

variable "proxmox_insecure" {
  description = "Accept the certificate that the node made for itself"
  type        = bool
  default     = true
}

provider "proxmox" {
  endpoint  = var.proxmox_endpoint
  api_token = var.proxmox_api_token
  insecure  = var.proxmox_insecure
}

resource "proxmox_virtual_environment_vm" "vm-dashboard" {
  name      = "vm-dashboard"
  node_name = "pve-node1"
  vm_id     = 100
  on_boot   = true
  tags      = ["sitewright-municipal"]

  clone {
    vm_id     = 9000
    node_name = "pve-node1"
    full      = true
  }

  agent {
    enabled = true
  }

  cpu {
    cores = 2
  }

  memory {
    dedicated = 4096
  }

  disk {
    datastore_id = "vmdata"
    interface    = "scsi0"
    size         = 32
  }

  network_device {
    bridge = "vmbr0"
  }

  initialization {
    datastore_id = "vmdata"

    dns {
      domain  = "municipal.lan"
      servers = ["192.168.1.1"]
    }

    ip_config {
      ipv4 {
        address = "192.168.1.100/24"
        gateway = "192.168.1.1"
      }
    }

    user_account {
      username = "sitewright"
      keys     = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILu7n9u9mN7CsD/J/IfX7KWOc4EFwP6DhCUifn2TYvkC sitewright-example-throw-away"]
    }
  }
}
