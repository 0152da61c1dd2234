# ---------------------------------------------------------------------------------------------------
# Taking down

# bonding_replace_file PATH TEXT: replaces PATH with TEXT at once: a copy, synced and renamed.
# Prints errors; returns 1 where that fails and PATH stays as it is.
bonding_replace_file() {
  local path=$1
  # never what is no file, nor a symlink to where nothing is yet
  if [ -L "$path" ]; then path=$(readlink -f "$path"); fi
  if [ -z "$path" ] || { [ -e "$path" ] && [ ! -f "$path" ]; }; then
    bonding_fail "$1: is no file, or a symlink to nowhere, and is left as it is"
    return 1
  fi
  # the copy has the owner and the mode of the old one
  { [ ! -e "$path" ] || cp -p "$path" "$path.rc.inet1" 2>/dev/null; } &&
    printf '%s' "$2" 2>/dev/null > "$path.rc.inet1" && sync && mv -f "$path.rc.inet1" "$path" 2>/dev/null &&
    return 0
  rm -f "$path.rc.inet1" 2>/dev/null
  bonding_fail "$1: cannot be written"
  return 1
}

# bonding_above NAME...: collects NAME... and all links of ours that stand on them, as last scanned: their
# names into BONDING_NAMES_ABOVE and, as keys, into BONDING_IS_ABOVE.  Prints nothing; returns 0.
bonding_above() {
  local name master parent more=1
  unset BONDING_IS_ABOVE
  declare -gA BONDING_IS_ABOVE
  BONDING_NAMES_ABOVE=("$@")
  for name in "$@"; do BONDING_IS_ABOVE[$name]=1; done
  while [ -n "$more" ]; do
    more=
    for name in "${BONDING_K_NAMES[@]}"; do
      parent=${BONDING_K_PARENT[$name]} master=${BONDING_K_MASTER[$name]}
      if [ -n "${BONDING_IS_ABOVE[$name]}" ]; then
        # the bridge that it is a port of
        name=$master
        [ -n "$name" ] && [ -z "${BONDING_IS_ABOVE[$name]}" ] && bonding_ours "$name" || continue
      else
        # a VLAN on one of them
        [ -n "$parent" ] && [ -n "${BONDING_IS_ABOVE[$parent]}" ] && bonding_ours "$name" || continue
      fi
      BONDING_IS_ABOVE[$name]=1
      BONDING_NAMES_ABOVE+=("$name")
      more=1
    done
  done
}

# bonding_release MASTER NIC: takes NIC out of MASTER and gives it back its own MAC and MTU.
# Prints errors; returns 0.
bonding_release() {
  if [ -d "/sys/class/net/$1/bonding" ]; then
    bonding_write "/sys/class/net/$1/bonding/slaves" "-$2" || bonding_fail "$2: cannot leave $1: $BONDING_REASON"
  else
    bonding_ip "$2: cannot leave $1" link set dev "$2" nomaster
    bonding_commit
  fi
  bonding_scan
  bonding_give_back "$2"
  bonding_commit
}

# bonding_give_back NIC...: leaves NICs that nothing holds down, without address, with their own MAC and
# MTU, as last scanned.  Prints nothing; returns 0.
bonding_give_back() {
  local nic mac mtu
  for nic in "$@"; do
    # a bond that was a port goes on without its bridge
    [ -n "${BONDING_K_FLAGS[$nic]}" ] && [ -z "${BONDING_K_MASTER[$nic]}" ] && ! bonding_ours "$nic" || continue
    case ${BONDING_K_FLAGS[$nic]} in *,UP,*) bonding_ip "$nic: cannot be set down" link set dev "$nic" down ;; esac
    [ -z "${BONDING_K_ADDR[$nic]}" ] || bonding_ip "$nic: its addresses" address flush dev "$nic"
    mac=${BONDING_R_NIC[$nic]#* } mtu=${mac#* } mac=${mac%% *}
    [ -n "${BONDING_R_NIC[$nic]}" ] || continue
    mtu=${mtu%% *}
    [ "$mac" = - ] || [ "$mac" = "${BONDING_K_MAC[$nic]}" ] ||
      bonding_ip "$nic: its own MAC $mac" link set dev "$nic" address "$mac"
    [ "$mtu" = - ] || [ "$mtu" = "${BONDING_K_MTU[$nic]}" ] || bonding_ip "$nic: its own MTU $mtu" link set dev "$nic" mtu "$mtu"
    # so it is after the next commit, and a start goes on from there
    [ "$mac" = - ] || BONDING_K_MAC[$nic]=$mac
    [ "$mtu" = - ] || BONDING_K_MTU[$nic]=$mtu
    BONDING_K_FLAGS[$nic]=,
    unset "BONDING_R_NIC[$nic]"
    BONDING_NOTES+=("free $nic")
  done
}

# bonding_take_down NAME...: takes down the links NAME..., all of ours that stand on them, and gives
# their NICs back.  Scans before and after.  Prints errors; returns 0.
bonding_take_down() {
  local name master mac mtu names nics=() all=1 plain=1
  bonding_above "$@"
  names=("${BONDING_NAMES_ABOVE[@]}")
  BONDING_DHCP_PIDS=()
  for name in "${BONDING_K_NAMES[@]}"; do
    if [ -n "${BONDING_IS_ABOVE[$name]}" ]; then
      bonding_stop_dhcp "$name"
      # one request for all of them costs half of one for each; it knows only what is marked
      [ "${BONDING_K_GROUP[$name]}" = "$BONDING_GROUP" ] || all=
    else
      ! bonding_ours "$name" || all=
      master=${BONDING_K_MASTER[$name]:-${BONDING_R_NIC[$name]%% *}}
      [ -n "$master" ] && [ -n "${BONDING_IS_ABOVE[$master]}" ] || continue
      nics+=("$name")
      case "${BONDING_R_NIC[$name]}${BONDING_K_ADDR[$name]} ${BONDING_K_MASTER[$name]}" in
        "$master "*" keeps $master") ;;
        *) plain= ;;
      esac
    fi
  done
  [ ${#BONDING_DHCP_PIDS[@]} -eq 0 ] || wait "${BONDING_DHCP_PIDS[@]}"
  BONDING_DHCP_PIDS=()
  # kernels before 4.1 refuse the request by group
  if [ -z "$all" ] || ! /sbin/ip link del group "$BONDING_GROUP" 2>/dev/null; then
    for name in "${names[@]}"; do
      [ -n "${BONDING_K_FLAGS[$name]}" ] || continue
      # a VLAN goes with the link that it stands on
      master=${BONDING_K_PARENT[$name]}
      [ -z "$master" ] || [ -z "${BONDING_IS_ABOVE[$master]}" ] || continue
      bonding_ip "$name: cannot be removed" link del dev "$name"
    done
    bonding_commit
  fi
  for name in "${names[@]}"; do
    BONDING_NOTES+=("gone $name")
    unset "BONDING_R_STAMP[$name]" "BONDING_R_DONE[$name]" "BONDING_R_ADDR[$name]" "BONDING_R_DHCP[$name]"
    # a look at sysfs tells as much as another scan
    [ -e "/sys/class/net/$name" ] && plain=
  done
  if [ -n "$plain" ]; then
    for name in "${names[@]}"; do
      unset "BONDING_K_FLAGS[$name]" "BONDING_K_GROUP[$name]" "BONDING_K_MAC[$name]" "BONDING_K_MASTER[$name]"
    done
    for name in "${nics[@]}"; do
      # as it is now: what was scanned was the bond's
      mac='' mtu=''
      read -r mac 2>/dev/null < "/sys/class/net/$name/address"
      read -r mtu 2>/dev/null < "/sys/class/net/$name/mtu"
      BONDING_K_MAC[$name]=${mac:--} BONDING_K_MTU[$name]=${mtu:--} BONDING_K_MASTER[$name]='' BONDING_K_FLAGS[$name]=,
      BONDING_NOTES+=("free $name")
      unset "BONDING_R_NIC[$name]"
    done
  else
    bonding_scan
    bonding_give_back "${nics[@]}"
    bonding_commit
  fi
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
}

# bonding_stop_dhcp NAME: begins to end the DHCP client that start started on NAME: each may take its time, and all do
# so together.  Prints nothing; adds the process to BONDING_DHCP_PIDS, to be waited for; returns 0.
bonding_stop_dhcp() {
  local flags=${BONDING_R_DHCP[$1]}
  [ -n "$flags" ] || return 0
  [ "$flags" != both ] || flags=
  # shellcheck disable=SC2086  # FLAGS is one word or none
  /sbin/dhcpcd $flags -k "$1" >/dev/null 2>&1 &
  BONDING_DHCP_PIDS+=("$!")
  BONDING_NOTES+=("nodhcp $1")
}

# bonding_stop_all: takes down all that start built, as last scanned.
# Prints what it says; returns 0 when all of it was done, 1 otherwise.
bonding_stop_all() {
  local name names=() gone=()
  BONDING_BATCH=() BONDING_ABOUT=() BONDING_NOTES=()
  for name in $BONDING_QUICK; do
    # gone in one go, but something is left to be done
    [ -n "${BONDING_K_FLAGS[$name]}" ] || gone+=("$name: stopped")
  done
  [ -n "$BONDING_R_BOOT" ] || BONDING_NO_RECORD=1
  for name in "${BONDING_K_NAMES[@]}"; do
    bonding_ours "$name" && names+=("$name")
  done
  bonding_release_ipv6
  bonding_remove_blocks
  if [ ${#names[@]} -gt 0 ]; then
    bonding_take_down "${names[@]}"
    for name in "${names[@]}"; do
      if bonding_ours "$name"; then
        bonding_fail "$name: is still there"
      else
        gone+=("$name: stopped")
      fi
    done
  fi
  bonding_tell "${gone[@]}"
  # NICs of a start that was cut short before their bond was there
  bonding_give_back "${!BONDING_R_NIC[@]}"
  bonding_commit
  # the record goes when nothing is left that it speaks of
  for name in "${BONDING_K_NAMES[@]}"; do
    if bonding_ours "$name"; then bonding_flush_log; return 1; fi
  done
  rm -f "$BONDING_RECORD" /var/run/rc.inet1.batch /var/run/rc.inet1.runtime 2>/dev/null
  BONDING_R_BOOT='' BONDING_FOUND=''
  bonding_flush_log
  return "$BONDING_RC"
}

# bonding_stop_one NAME: takes down NAME and what stands on it, or takes a slave or port out.
# Prints what it says; returns 0 when that was done, 1 otherwise.
bonding_stop_one() {
  local master
  : "${BONDING_RC:=0}"
  BONDING_BATCH=() BONDING_ABOUT=() BONDING_NOTES=() BONDING_NO_RECORD=
  [ -n "$BONDING_R_BOOT" ] || BONDING_NO_RECORD=1
  master=${BONDING_K_MASTER[$1]}
  if bonding_ours "$1"; then
    bonding_take_down "$1"
    bonding_tell "$1: stopped"
  elif [ -n "$master" ] && bonding_ours "$master"; then
    bonding_release "$master" "$1"
    bonding_note "${BONDING_NOTES[@]}"
    bonding_tell "$1: taken out of $master"
  fi
  bonding_flush_log
  return "$BONDING_RC"
}

# bonding_restart_one NAME: takes NAME down and brings it up again with all that stood on it.
# Prints what it says; returns 0 when that was done, 1 otherwise.
bonding_restart_one() {
  local names
  bonding_find
  bonding_above "$1"
  names=("${BONDING_NAMES_ABOVE[@]}")
  bonding_stop_one "$1"
  bonding_start "${names[@]}"
}
