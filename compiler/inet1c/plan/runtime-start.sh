# ---------------------------------------------------------------------------------------------------
# What a start in one go leaves to be done

# bonding_keep_good: puts on record what a start in one go made as it was to be; the steps take down and make
# anew what it did not.  Prints errors; returns 0.
bonding_keep_good() {
  local line what name rest records=() notes=()
  bonding_split "$BONDING_Q_RECORD" $'\n'
  records=("${BONDING_WORDS[@]}")
  for line in "${records[@]}"; do
    case $line in '#nic '*)
      rest=${line#* } name=${rest%% *} rest=${rest#* }
      [ -z "${BONDING_BAD[$name]}" ] || BONDING_BAD[${rest%% *}]=1 ;;
    esac
  done
  for line in "${records[@]}"; do
    what=${line%% *} rest=${line#* } name=${rest%% *}
    case $what${BONDING_BAD[$name]} in
      '#link') BONDING_KEPT+=" $name" ;;
    esac
    case $what${BONDING_BAD[$name]} in
      '#link'*|'#nic'*|'#done'|'#addr') notes+=("${line#?}") ;;
    esac
  done
  bonding_note "${notes[@]}"
  bonding_groupless || return 0
  # what is marked cannot be seen; all of it goes
  for name in $BONDING_Q_LINKS; do
    [ -e "/sys/class/net/$name" ] || continue
    bonding_ip "$name: cannot be removed" link del dev "$name"
    bonding_note "gone $name"
  done
  bonding_commit
}

# bonding_open_record: makes the record of this boot where there is none.  Prints an error where that
# fails; returns 0.
bonding_open_record() {
  local boot=''
  BONDING_NO_RECORD=
  [ -z "$BONDING_R_BOOT" ] || return 0
  read -r boot 2>/dev/null < /proc/sys/kernel/random/boot_id
  if printf '#boot %s\n' "$boot" 2>/dev/null > "$BONDING_RECORD"; then
    BONDING_R_BOOT=$boot
  else
    BONDING_NO_RECORD=1
    bonding_fail "no record can be kept in $BONDING_RECORD: stop will go by the kernel alone"
  fi
}

# ---------------------------------------------------------------------------------------------------
# Steps of the plan.  The first words of each are the interface that it is about

# bonding_begin_steps: forgets the steps of an earlier start.  Prints nothing; returns 0.
bonding_begin_steps() {
  unset BONDING_KIND BONDING_STAMP BONDING_NEEDS BONDING_MEMBER_OF BONDING_MEMBER_MAC BONDING_PLANNED
  declare -gA BONDING_KIND BONDING_STAMP BONDING_NEEDS BONDING_MEMBER_OF BONDING_MEMBER_MAC BONDING_PLANNED
  BONDING_MEMBERS=() BONDING_CHECKS=()
}

# bonding_link NAME KIND STAMP [NEED...]: there is to be a link NAME of KIND (bond, vlan, bridge, tuntap)
# over NEED...; STAMP changes when it must be made anew.  Prints nothing; returns 0.
bonding_link() {
  BONDING_LINKS+=("$1")
  BONDING_KIND[$1]=$2
  BONDING_STAMP[$1]=$3
  local name=$1
  shift 3
  BONDING_NEEDS[$name]=$*
}

# bonding_member MASTER NIC [MAC|auto]: NIC is to be a slave or a port of MASTER, with MAC for its own.
# Prints nothing; returns 0.
bonding_member() {
  BONDING_MEMBERS+=("$1 $2")
  BONDING_MEMBER_OF[$2]=$1
  [ -z "$3" ] || BONDING_MEMBER_MAC[$2]=$3
}

# bonding_selected NAME: true when the step is wanted in this run, and the link is there.
bonding_selected() {
  case ${BONDING_STATE[$1]} in new|same) return 0 ;; esac
  return 1
}

# bonding_select: decides which links this run is about, from BONDING_ONLY.  Prints nothing; returns 0.
bonding_select() {
  local name need i member
  if [ -z "$BONDING_ONLY" ]; then
    for name in "${BONDING_LINKS[@]}"; do BONDING_STATE[$name]=wanted; done
    return 0
  fi
  for name in $BONDING_ONLY; do
    if [ -n "${BONDING_KIND[$name]}" ]; then
      BONDING_STATE[$name]=wanted
    else
      BONDING_ONLY_NIC=$name
    fi
  done
  if [ -n "$BONDING_ONLY_NIC" ]; then
    # a slave whose bond never came up (it was the first to appear): the bond and all on it
    for member in "${BONDING_MEMBERS[@]}"; do
      [ "${member#* }" = "$BONDING_ONLY_NIC" ] || continue
      name=${member%% *}
      if bonding_ours "$name" && [ -z "${BONDING_R_DONE[$name]}" ]; then
        BONDING_STATE[$name]=wanted
        for i in "${BONDING_LINKS[@]}"; do
          for need in ${BONDING_NEEDS[$i]}; do
            [ -z "${BONDING_STATE[$need]}" ] || BONDING_STATE[$i]=wanted
          done
        done
      fi
    done
  fi
  # lower ones come first in the plan: backwards, every need of a wanted one is wanted
  for ((i = ${#BONDING_LINKS[@]} - 1; i >= 0; i--)); do
    name=${BONDING_LINKS[i]}
    [ -n "${BONDING_STATE[$name]}" ] || continue
    for need in ${BONDING_NEEDS[$name]}; do
      [ -z "${BONDING_KIND[$need]}" ] || BONDING_STATE[$need]=wanted
    done
  done
}

# bonding_prepare: compares the wanted links with what there is, takes down what is in the way and ours,
# and makes the NICs ready.  Prints what it says; returns 0.
bonding_prepare() {
  local name member master nic down=()
  bonding_scan
  bonding_read_record
  bonding_open_record
  bonding_keep_runtime
  bonding_select
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_STATE[$name]}" = wanted ] || continue
    if [ -z "${BONDING_K_FLAGS[$name]}" ]; then
      BONDING_STATE[$name]=new
    elif bonding_ours "$name"; then
      if [ -n "${BONDING_R_DONE[$name]}" ] && [ "${BONDING_R_STAMP[$name]}" = "${BONDING_STAMP[$name]}" ]; then
        BONDING_STATE[$name]=same
      else
        BONDING_STATE[$name]=new
        down+=("$name")
      fi
    elif [ "${BONDING_KIND[$name]}" = tuntap ]; then
      BONDING_STATE[$name]=same
    elif [ "${BONDING_KIND[$name]}" = bond ] && bonding_is_idle_bond "$name"; then
      # what the module makes when it is loaded without max_bonds=0
      BONDING_STATE[$name]=new
      down+=("$name")
    else
      BONDING_STATE[$name]=failed
      bonding_fail "$name: there is one already that rc.inet1 did not make: left as it is"
    fi
  done
  if [ -z "$BONDING_ONLY" ]; then
    for name in "${BONDING_K_NAMES[@]}"; do
      if bonding_ours "$name" && [ -z "${BONDING_KIND[$name]}" ]; then
        for nic in "${!BONDING_MEMBER_OF[@]}"; do
          # its successor cannot be had: better this one than none
          [ "${BONDING_K_MASTER[$nic]}" = "$name" ] &&
            [ "${BONDING_STATE[${BONDING_MEMBER_OF[$nic]}]}" = failed ] || continue
          bonding_fail "$name: no longer in rc.inet1.conf, and kept: ${BONDING_MEMBER_OF[$nic]} cannot have its $nic"
          continue 2
        done
        bonding_tell "$name: no longer in rc.inet1.conf: taken down"
        down+=("$name")
      fi
    done
    for nic in "${!BONDING_R_NIC[@]}"; do
      master=${BONDING_R_NIC[$nic]%% *}
      [ "${BONDING_MEMBER_OF[$nic]}" != "$master" ] && [ "${BONDING_K_MASTER[$nic]}" = "$master" ] &&
        [ "${BONDING_STATE[${BONDING_MEMBER_OF[$nic]:-/}]}" != failed ] &&
        bonding_ours "$master" || continue
      bonding_tell "$nic: no longer in $master: given back"
      bonding_release "$master" "$nic"
    done
    # links of ours are not on record as members
    for name in "${BONDING_LINKS[@]}"; do
      master=${BONDING_K_MASTER[$name]}
      [ "${BONDING_STATE[$name]}" = same ] && [ -n "$master" ] && [ "${BONDING_MEMBER_OF[$name]}" != "$master" ] &&
        bonding_ours "$master" || continue
      bonding_tell "$name: no longer in $master: taken out"
      bonding_release "$master" "$name"
    done
  fi
  if [ ${#down[@]} -gt 0 ]; then
    bonding_take_down "${down[@]}"
    for name in "${BONDING_LINKS[@]}"; do
      [ -z "${BONDING_K_FLAGS[$name]}" ] || continue
      case ${BONDING_STATE[$name]}/${BONDING_IS_ABOVE[$name]} in
        # also what this run is not about, and had to go with what it stood on
        same/*|/1) BONDING_STATE[$name]=new ;;
      esac
    done
  fi
  bonding_load_modules
  bonding_hold_ipv6
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_STATE[$name]}" = new ] && BONDING_NOTES+=("link $name ${BONDING_STAMP[$name]}")
  done
  for member in "${BONDING_MEMBERS[@]}"; do
    master=${member%% *} nic=${member#* }
    if bonding_selected "$master" || { [ "$nic" = "$BONDING_ONLY_NIC" ] && bonding_ours "$master"; }; then
      [ -n "${BONDING_KIND[$nic]}" ] || bonding_ready "$master" "$nic"
    fi
  done
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
}

# bonding_is_idle_bond NAME: true when NAME is a bond that nobody uses: down, no slaves, no address.
bonding_is_idle_bond() {
  local slaves=''
  case ${BONDING_K_FLAGS[$1]} in *,UP,*) return 1 ;; esac
  [ -d "/sys/class/net/$1/bonding" ] && [ -z "${BONDING_K_ADDR[$1]}" ] || return 1
  read -r slaves 2>/dev/null < "/sys/class/net/$1/bonding/slaves"
  [ -z "$slaves" ]
}

# bonding_load_modules: loads the bonding module where a bond is to be made and it is not there.
# Prints errors; returns 0.
bonding_load_modules() {
  local name need=''
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_KIND[$name]}" = bond ] && [ "${BONDING_STATE[$name]}" = new ] && need=1
  done
  [ -n "$need" ] && ! bonding_load_driver || return 0
  for name in "${BONDING_LINKS[@]}"; do
    if [ "${BONDING_KIND[$name]}" = bond ] && [ "${BONDING_STATE[$name]}" = new ]; then
      BONDING_STATE[$name]=failed
      bonding_fail "$name: not made: the bonding module cannot be loaded"
    fi
  done
}

# bonding_module_for NIC: asks modprobe for a NIC that is not there, as the stock script does for its
# interfaces.  Prints nothing; returns 1 where that does not help.
bonding_module_for() {
  local tries
  [ -n "$BONDING_ALIASES" ] || BONDING_ALIASES=$'\n'$(/sbin/modprobe -c 2>/dev/null)
  case $BONDING_ALIASES in
    *$'\n'"alias $1 off"*) return 1 ;;
    *$'\n'"alias $1 "*) ;;
    *) return 1 ;;
  esac
  /sbin/modprobe "$1" 2>/dev/null || return 1
  for tries in 1 2 3 4 5 6 7 8 9 10; do
    [ ! -e "/sys/class/net/$1" ] || return 0
    sleep 0.2
  done
  return 1
}

# bonding_ready MASTER NIC: makes a NIC ready to be enslaved or to become a port: down, no address, no
# DHCP client, its own MAC and MTU on record.  Prints what it says; returns 0.
bonding_ready() {
  local master=$1 nic=$2 owner=${BONDING_K_MASTER[$2]} mac=${BONDING_MEMBER_MAC[$2]} keeps=''
  if [ -z "${BONDING_K_FLAGS[$nic]}" ]; then
    if bonding_module_for "$nic"; then
      bonding_scan
    else
      # said once, where it is missed: bonding_slave, bonding_port
      return 0
    fi
  fi
  [ "$owner" != "$master" ] || return 0
  if [ -n "$owner" ]; then
    if bonding_ours "$owner"; then
      bonding_release "$owner" "$nic"
    else
      # what rc.inet1 did not make is not taken apart; the step that wants it says so
      return 0
    fi
  fi
  if [ "$mac" = auto ]; then
    mac=
    bonding_auto_mac "$nic" && mac=$BONDING_MAC
  fi
  # a bond leaves its slaves as it got them; a bridge leaves its ports up
  [ "${BONDING_KIND[$master]}" = bond ] && [ -z "$mac" ] && keeps=' keeps'
  BONDING_NOTES+=("nic $nic $master ${BONDING_K_MAC[$nic]:--} ${BONDING_K_MTU[$nic]}$keeps")
  # of a NIC that is down, too: its client goes on when it comes up as a slave
  bonding_stop_client "$nic"
  case ${BONDING_K_FLAGS[$nic]} in *,UP,*)
    # down first: the kernel refuses to enslave a NIC that is up
    bonding_ip "$nic: cannot be set down" link set dev "$nic" down ;;
  esac
  if [ -n "${BONDING_K_ADDR[$nic]}" ]; then
    bonding_tell "$nic: had${BONDING_K_ADDR[$nic]% }, taken away: a member of $master has no address of its own"
    bonding_ip "$nic: its addresses cannot be taken away" address flush dev "$nic"
  fi
  [ -z "$mac" ] || [ "$mac" = "${BONDING_K_MAC[$nic]}" ] ||
    bonding_ip "$nic: MAC $mac" link set dev "$nic" address "$mac"
}

# bonding_clients NAME: finds the DHCP clients that run on NAME, of this and older versions of dhcpcd(8) and of
# dhclient(8).  Prints nothing; sets BONDING_CLIENTS to words PIDFILE:PID; returns 1 where there is none.
bonding_clients() {
  local folder file pid comm
  BONDING_CLIENTS=
  for folder in /run /var/run; do
    [ "$folder" = /run ] || [ ! "$folder" -ef /run ] || continue
    for file in "dhcpcd-$1" "dhcpcd-$1-4" "dhcpcd-$1-6" "dhcpcd/$1" "dhcpcd/$1-4" "dhcpcd/$1-6" "dhclient-$1" \
        "dhclient.$1"; do
      [ -f "$folder/$file.pid" ] || continue
      pid='' comm=''
      read -r pid 2>/dev/null < "$folder/$file.pid"
      # the file may have outlived its client, and the number be another's now
      [ -z "$pid" ] || read -r comm 2>/dev/null < "/proc/$pid/comm"
      case $comm in dhcpcd*|dhclient*) BONDING_CLIENTS+=" $folder/$file.pid:$pid" ;; esac
    done
  done
  [ -n "$BONDING_CLIENTS" ]
}

# bonding_stop_client NIC: ends a DHCP client that holds NIC.  Prints what it says; returns 0.
bonding_stop_client() {
  local client
  bonding_clients "$1" || return 0
  for client in $BONDING_CLIENTS; do
    bonding_tell "$1: the DHCP client that held it is ended"
    case $client in
      */dhclient*) ;;
      *-4.pid:*) /sbin/dhcpcd -4 -k "$1" >/dev/null 2>&1 ;;
      *-6.pid:*) /sbin/dhcpcd -6 -k "$1" >/dev/null 2>&1 ;;
      *) /sbin/dhcpcd -k "$1" >/dev/null 2>&1 ;;
    esac
    kill "${client##*:}" 2>/dev/null
  done
}

# bonding_add NAME PARENT WORD...: adds the request that makes the link NAME, over PARENT where that is not
# empty, and marks it; WORD... is what follows "type".  Prints nothing; returns 0.
bonding_add() {
  local name=$1 words=()
  [ -z "$2" ] || words+=(link "$2")
  # "dev", not "name": with that, older versions of iproute2 do not take the group
  words+=(dev "$name")
  bonding_groupless || words+=(group "$BONDING_GROUP")
  shift 2
  bonding_ip "$name: cannot be made" link add "${words[@]}" type "$@"
}

# bonding_create NAME WORD...: makes the link; WORD... is what follows "type" in ip link add.
# Prints nothing; returns 0.
bonding_create() {
  local name=$1
  [ "${BONDING_STATE[$name]}" = new ] || return 0
  shift
  bonding_add "$name" '' "$@"
}

# bonding_create_vlan NAME PARENT WORD...: makes a VLAN.  Prints nothing; returns 0.
bonding_create_vlan() {
  local name=$1 parent=$2
  [ "${BONDING_STATE[$name]}" = new ] || return 0
  if [ "${BONDING_STATE[$parent]}" = failed ]; then
    BONDING_STATE[$name]=failed
    bonding_fail "$name: not made: it would stand on $parent"
    return 0
  fi
  shift 2
  bonding_add "$name" "$parent" vlan "$@"
}

# bonding_create_tuntap NAME WORD...: makes a tun or tap device.  Prints nothing; returns 0.
bonding_create_tuntap() {
  local name=$1
  [ "${BONDING_STATE[$name]}" = new ] || return 0
  shift
  bonding_ip "$name: cannot be made" tuntap add dev "$name" mode "$@"
  bonding_groupless || bonding_ip "$name: cannot be marked" link set dev "$name" group "$BONDING_GROUP"
}

# bonding_made NAME...: after a commit, drops the links that could not be made, so that nothing more is
# tried on them.  Prints what it says; returns 0.
bonding_made() {
  local name
  for name in "$@"; do
    [ "${BONDING_STATE[$name]}" = new ] && [ ! -e "/sys/class/net/$name" ] || continue
    BONDING_STATE[$name]=failed
    BONDING_RC=1
  done
}

# bonding_hwaddr NAME MAC|auto: gives NAME a MAC.  Prints nothing; returns 0.
bonding_hwaddr() {
  local mac=$2
  bonding_selected "$1" || return 0
  if [ "$mac" = auto ]; then
    bonding_auto_mac "$1" || return 0
    mac=$BONDING_MAC
  fi
  [ "$mac" = "${BONDING_K_MAC[$1]}" ] || bonding_ip "$1: MAC $mac" link set dev "$1" address "$mac"
}

# bonding_auto_mac NAME: works out a MAC that is stable for this host and NAME: locally administered
# (IEEE 802, second bit of the first byte), from the machine's id.  The board's UUID goes in as well, for
# hosts that were cloned from one disk.  Prints errors; sets BONDING_MAC; returns 1 where there is no id.
bonding_auto_mac() {
  local id='' file uuid='' sum
  for file in /etc/machine-id /var/lib/dbus/machine-id; do
    [ -n "$id" ] || read -r id 2>/dev/null < "$file"
  done
  read -r uuid 2>/dev/null < /sys/class/dmi/id/product_uuid
  if [ -z "$id$uuid" ]; then
    bonding_fail "$1: HWADDR auto: this machine has neither /etc/machine-id nor a board UUID; the kernel picks the MAC"
    return 1
  fi
  sum=$(printf '%s %s %s' "$id" "$uuid" "$1" | sha256sum)
  BONDING_MAC=02:${sum:0:2}:${sum:2:2}:${sum:4:2}:${sum:6:2}:${sum:8:2}
}

# bonding_option BOND NAME VALUE: sets an option through sysfs and reads it back: a kernel may take a
# value and use another.  Prints errors; returns 0.
bonding_option() {
  local now='' word file=/sys/class/net/$1/bonding/$2
  case ${BONDING_STATE[$1]} in
    new) ;;
    same)
      read -r now 2>/dev/null < "$file"
      for word in $now; do [ "$word" != "$3" ] || return 0; done ;;
    *) return 0 ;;
  esac
  if ! bonding_write "$file" "$3"; then
    bonding_fail "$1: $2 $3: $BONDING_REASON"
    return 0
  fi
  [ "$2" != mode ] || bonding_unleak "$1"
  now=
  read -r now 2>/dev/null < "$file"
  for word in $now; do [ "$word" != "$3" ] || return 0; done
  bonding_fail "$1: $2 $3: the kernel made it ${now:-empty}"
}

# bonding_leaks BOND: finds what a new bond has from the options that the module was loaded with, and not
# from the kernel.  Prints nothing; sets BONDING_LEAKED to words OPTION:DEFAULT, of options that the bond's
# mode has; returns 0.
bonding_leaks() {
  local entry option value mode=''
  BONDING_LEAKED=
  read -r mode 2>/dev/null < "/sys/class/net/$1/bonding/mode"
  for entry in updelay:0 downdelay:0 arp_interval:0 arp_ip_target: arp_validate:0 arp_all_targets:0 \
      fail_over_mac:0 primary_reselect:0 lacp_rate:0 ad_select:0 xmit_hash_policy:0 min_links:0 \
      all_slaves_active:0 num_grat_arp:1 resend_igmp:1 lp_interval:1 packets_per_slave:1 use_carrier:1; do
    option=${entry%:*}
    case $option/${mode%% *} in
      lacp_rate/802.3ad|packets_per_slave/balance-rr) ;;
      lacp_rate/*|packets_per_slave/*|arp_*/802.3ad|arp_*/balance-[at]lb) continue ;;
    esac
    read -r value 2>/dev/null < "/sys/class/net/$1/bonding/$option" || continue
    [ "${value##* }" = "${entry#*:}" ] || BONDING_LEAKED+=" $entry"
  done
}

# bonding_unleak BOND: gives a new bond the kernel's defaults, whatever options the module was loaded with.
# Prints errors; returns 0.
bonding_unleak() {
  local entry option value mode='' targets=''
  bonding_leaks "$1"
  # it shows only once that slave is in
  read -r mode 2>/dev/null < "/sys/class/net/$1/bonding/mode"
  case $mode in active-backup*|balance-[at]lb*) bonding_write "/sys/class/net/$1/bonding/primary" '' ;; esac
  for entry in $BONDING_LEAKED; do
    option=${entry%:*}
    if [ "$option" = arp_ip_target ]; then
      read -r targets 2>/dev/null < "/sys/class/net/$1/bonding/$option"
      for value in $targets; do bonding_write "/sys/class/net/$1/bonding/$option" "-$value"; done
    else
      bonding_write "/sys/class/net/$1/bonding/$option" "${entry#*:}" ||
        bonding_fail "$1: $option ${entry#*:}: $BONDING_REASON"
    fi
  done
}

# bonding_arp_targets BOND ADDRESS...: sets arp_ip_target through sysfs, which takes one at a time.
# Prints errors; returns 0.
bonding_arp_targets() {
  local bond=$1 now='' address file=/sys/class/net/$1/bonding/arp_ip_target
  bonding_selected "$bond" || return 0
  shift
  read -r now 2>/dev/null < "$file"
  for address in $now; do
    case " $* " in *" $address "*) ;; *) bonding_write "$file" "-$address" ;; esac
  done
  for address in "$@"; do
    case " $now " in *" $address "*) continue ;; esac
    bonding_write "$file" "+$address" || bonding_fail "$bond: arp_ip_target $address: $BONDING_REASON"
  done
}

# bonding_ip_option NAME KIND WORD...: sets an option through ip(8): what sysfs lacks, what inet1c does
# not know, VLANs.  KIND is what follows "type".  Prints nothing; returns 0.
bonding_ip_option() {
  local name=$1 kind=$2
  bonding_selected "$name" || return 0
  # it has it: another value would have made it anew, and the kernel may refuse it of a bond that is up
  [ "$kind/${BONDING_STATE[$name]}" != bond/same ] || return 0
  shift 2
  bonding_ip "$name: $*" link set dev "$name" type "$kind" "$@"
}

# bonding_bridge_option BRIDGE NAME VALUE...: sets an option of a bridge that is there: through sysfs, which
# kernels and iproute2 of every age have, or through ip(8).  Prints errors; returns 0.
bonding_bridge_option() {
  local bridge=$1 name=$2 now='' file
  bonding_selected "$bridge" || return 0
  file=/sys/class/net/$bridge/bridge/${name/#mcast_/multicast_}
  shift 2
  case $* in *[!0-9]*) file=/ ;; esac
  if [ ! -f "$file" ]; then
    bonding_ip "$bridge: $name $*" link set dev "$bridge" type bridge "$name" "$@"
    # a number is read back at the end; this one is no setting
    case $name/$* in fdb_flush/*|*/*[!0-9]*) ;; *) BONDING_CHECKS+=("$bridge $name $1/$bridge: $name $1") ;; esac
    return 0
  fi
  read -r now 2>/dev/null < "$file"
  [ "$now" != "$1" ] || return 0
  if ! bonding_write "$file" "$1"; then
    bonding_fail "$bridge: $name $1: $BONDING_REASON"
    return 0
  fi
  now=
  read -r now 2>/dev/null < "$file"
  # a program may do what stp_state asks for, which the kernel tells by another number
  case $name/$now in stp_state/*|*/*[!0-9a-fx]*|*/) return 0 ;; esac
  [ "$((now))" -eq "$((10#$1))" ] || bonding_fail "$bridge: $name $1: the kernel has made it $now"
}

# bonding_checked_option NAME KIND OPTION VALUE: as bonding_ip_option, and read back at the end: a kernel
# that is older than an option ignores it, and ip(8) says that all is well.  Prints nothing; returns 0.
bonding_checked_option() {
  bonding_selected "$1" || return 0
  bonding_ip_option "$@"
  BONDING_CHECKS+=("$1 $3 $4/$1: $3 $4")
}

# bonding_member_up NIC: sets up a slave or port that was set down since.  Prints nothing; returns 0.
bonding_member_up() {
  case ${BONDING_K_FLAGS[$1]} in *,UP,*) ;; *) bonding_ip "$1: cannot be set up" link set dev "$1" up ;; esac
}

# bonding_slave BOND NIC: enslaves NIC.  Prints errors; returns 0.
bonding_slave() {
  local bond=$1 nic=$2 owner=${BONDING_K_MASTER[$2]} flags=''
  bonding_wants_member "$bond" "$nic" || return 0
  if [ "$owner" = "$bond" ] && [ "${BONDING_STATE[$bond]}" != new ]; then
    bonding_member_up "$nic"
    return 0
  elif [ ! -e "/sys/class/net/$nic" ]; then
    bonding_fail "$bond: its slave $nic is not there"
    return 0
  fi
  if [ -n "${BONDING_KIND[$nic]}" ] && [ -z "$owner" ]; then
    # a VLAN comes up with its NIC, and the kernel refuses to enslave what is up
    read -r flags 2>/dev/null < "/sys/class/net/$nic/flags"
    [ "$((${flags:-0} & 1))" -eq 0 ] || /sbin/ip link set dev "$nic" down 2>/dev/null
  fi
  if bonding_write "/sys/class/net/$bond/bonding/slaves" "+$nic"; then
    [ "${BONDING_STATE[$bond]}" = new ] || bonding_tell "$nic: put into $bond"
  elif [ -n "$owner" ] && ! bonding_ours "$owner"; then
    bonding_fail "$bond: its slave $nic belongs to $owner, which rc.inet1 did not make: left there"
  else
    bonding_fail "$bond: its slave $nic: $BONDING_REASON"
  fi
}

# bonding_slave_option BOND NIC OPTION VALUE: a per-slave option.  queue_id goes through sysfs, the rest
# through ip(8).  Prints errors; returns 0.
bonding_slave_option() {
  local slaves=''
  bonding_wants_member "$1" "$2" || return 0
  read -r slaves 2>/dev/null < "/sys/class/net/$1/bonding/slaves"
  case " $slaves " in *" $2 "*) ;; *) return 0 ;; esac
  case $3 in
    queue_id) bonding_write "/sys/class/net/$1/bonding/queue_id" "$2:$4" ||
        bonding_fail "$1: queue_id $2:$4: $BONDING_REASON" ;;
    *) bonding_ip "$1: $3 $2:$4" link set dev "$2" type bond_slave "$3" "$4"
      BONDING_CHECKS+=("$2 $3 $4/$1: $3 $2:$4") ;;
  esac
}

# bonding_wants_member MASTER NIC: true when this run is to put NIC into MASTER.
bonding_wants_member() {
  bonding_selected "$1" && return 0
  [ "$2" = "$BONDING_ONLY_NIC" ] || return 1
  bonding_ours "$1" && return 0
  bonding_fail "$2: belongs to $1, which is not up, or not made by rc.inet1"
  # once
  BONDING_ONLY_NIC=
  return 1
}

# bonding_enslaved BOND: a bond with no slave stays down, and no VLAN is made on it: an address there would
# answer to nobody.  Prints errors; returns 0.
bonding_enslaved() {
  local slaves='' name
  bonding_selected "$1" || return 0
  read -r slaves 2>/dev/null < "/sys/class/net/$1/bonding/slaves"
  [ -z "$slaves" ] || return 0
  if [ "${BONDING_STATE[$1]}" = same ]; then
    bonding_fail "$1: has no slave: none of its slaves could be had"
    return 0
  fi
  BONDING_STATE[$1]=empty
  bonding_fail "$1: none of its slaves could be had: left down, without address"
  # lower ones come first
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_KIND[$name]}" = vlan ] && [ "${BONDING_STATE[${BONDING_NEEDS[$name]}]}" = empty ] &&
      bonding_selected "$name" || continue
    BONDING_STATE[$name]=empty
    bonding_fail "$name: not made: ${BONDING_NEEDS[$name]} has no slave"
  done
}

# bonding_port BRIDGE NIC: makes NIC a port.  Prints errors; returns 0.
bonding_port() {
  local bridge=$1 nic=$2 owner=${BONDING_K_MASTER[$2]}
  bonding_wants_member "$bridge" "$nic" || return 0
  [ "$owner" = "$bridge" ] && [ "${BONDING_STATE[$nic]:-same}" = same ] &&
    [ "${BONDING_STATE[$bridge]}" != new ] && { bonding_member_up "$nic"; return 0; }
  if [ -z "${BONDING_KIND[$nic]}" ] && [ ! -e "/sys/class/net/$nic" ]; then
    bonding_fail "$bridge: its port $nic is not there"
    return 0
  elif [ "${BONDING_STATE[$nic]}" = failed ] ||
      { [ "${BONDING_STATE[$nic]}" = empty ] && [ "${BONDING_KIND[$nic]}" = vlan ]; }; then
    return 0
  elif [ -n "$owner" ] && [ "$owner" != "$bridge" ] && ! bonding_ours "$owner"; then
    bonding_fail "$bridge: its port $nic belongs to $owner, which rc.inet1 did not make: left there"
    return 0
  fi
  # master alone: with up or down in the same request its meaning changed twice, kernels 6.1 to 6.7
  bonding_ip "$bridge: its port $nic" link set dev "$nic" master "$bridge"
  [ -n "${BONDING_KIND[$nic]}" ] || bonding_ip "$nic: cannot be set up" link set dev "$nic" up
}

# bonding_member_option MASTER NIC WORD...: a setting of a NIC that is a slave or a port of MASTER.
# Prints nothing; returns 0.
bonding_member_option() {
  local nic=$2
  bonding_wants_member "$1" "$nic" && [ -e "/sys/class/net/$nic" ] || return 0
  shift 2
  bonding_ip "$nic: $*" link set dev "$nic" "$@"
}

# bonding_mtu NAME MTU: prints nothing; returns 0.
bonding_mtu() {
  bonding_selected "$1" || return 0
  [ "${BONDING_STATE[$1]}" = same ] && [ "${BONDING_K_MTU[$1]}" = "$2" ] ||
    bonding_ip "$1: MTU $2" link set dev "$1" mtu "$2"
}

# bonding_promisc NAME: prints nothing; returns 0.
bonding_promisc() {
  bonding_selected "$1" && bonding_ip "$1: promiscuous mode" link set dev "$1" promisc on
  return 0
}

# bonding_ipv6 NAME SETTING VALUE...: settings below /proc/sys/net/ipv6/conf/NAME.
# Prints errors (a kernel may lack one); returns 0.
bonding_ipv6() {
  local name=$1 conf=/proc/sys/net/ipv6/conf/$1
  bonding_selected "$name" || return 0
  [ -d "$conf" ] || return 0
  shift
  while [ $# -gt 1 ]; do
    # not the value, which may be a secret
    bonding_write "$conf/$1" "$2" || bonding_fail "$name: $1: $BONDING_REASON"
    shift 2
  done
}

# bonding_address NAME ADDRESS/LENGTH WORD...: gives NAME an address; WORD... goes to ip(8).
# Prints nothing; returns 0.
bonding_address() {
  local name=$1 address=$2
  bonding_selected "$name" || return 0
  shift 2
  BONDING_PLANNED[$name]+=" $address "
  BONDING_NOTES+=("addr $name $address")
  # an address that is there stays untouched: nothing is lost when start is run twice
  case ${BONDING_STATE[$name]}${BONDING_K_ADDR[$name]} in same*" $address "*) return 0 ;; esac
  bonding_ip "$name: address $address" address replace "$address" dev "$name" "$@"
}

# bonding_up NAME: prints nothing; returns 0.
bonding_up() {
  bonding_selected "$1" || return 0
  case ${BONDING_STATE[$1]}${BONDING_K_FLAGS[$1]} in same*,UP,*) return 0 ;; esac
  bonding_ip "$1: cannot be set up" link set dev "$1" up
}

# bonding_wait BOND SECONDS: start is to wait for BOND, at most so long.  Prints nothing; returns 0.
bonding_wait() {
  bonding_selected "$1" && BONDING_WAITS+=("$1 $2")
  return 0
}

# bonding_clock: sets BONDING_NOW to hundredths of a second since boot, with no process.
bonding_clock() {
  local now
  read -r now _ < /proc/uptime
  BONDING_NOW=$((10#${now/./}))
}

# bonding_waits_for BOND: true while BOND has no carrier or, in 802.3ad, no LACP partner.
bonding_waits_for() {
  local carrier=0 mode='' partner=''
  read -r carrier 2>/dev/null < "/sys/class/net/$1/carrier"
  [ "$carrier" = 1 ] || return 0
  read -r mode 2>/dev/null < "/sys/class/net/$1/bonding/mode"
  [ "${mode%% *}" = 802.3ad ] || return 1
  read -r partner 2>/dev/null < "/sys/class/net/$1/bonding/ad_partner_mac"
  [ "$partner" = 00:00:00:00:00:00 ]
}

# bonding_poll STILL LATE PAUSE "NAME SECONDS"...: waits for all of them together, no longer than it must: until STILL
# NAME is false, but for each NAME at most its SECONDS; then LATE NAME SECONDS says so.  PAUSE, in seconds, is between
# two looks.  Prints what LATE does; returns 0.
bonding_poll() {
  local still=$1 late=$2 pause=$3 start entry name seconds left
  shift 3
  [ $# -gt 0 ] || return 0
  bonding_clock
  start=$BONDING_NOW
  while :; do
    left=()
    for entry in "$@"; do
      name=${entry%% *} seconds=${entry#* }
      "$still" "$name" || continue
      if ((BONDING_NOW - start >= seconds * 100)); then
        "$late" "$name" "$seconds"
      else
        left+=("$entry")
      fi
    done
    set -- "${left[@]}"
    [ $# -gt 0 ] || break
    sleep "$pause"
    bonding_clock
  done
}

# bonding_await: waits for the bonds of bonding_wait; one with one good slave is ready.  Says which are not.
# Prints what it says; returns 0.
bonding_await() {
  bonding_poll bonding_waits_for bonding_not_ready 0.1 "${BONDING_WAITS[@]}"
}

# bonding_not_ready BOND: says why BOND is not ready.  Prints; returns 0.
bonding_not_ready() {
  local slave slaves='' carrier mode='' partner='' linked='' dead=''
  read -r slaves 2>/dev/null < "/sys/class/net/$1/bonding/slaves"
  for slave in $slaves; do
    carrier=0
    read -r carrier 2>/dev/null < "/sys/class/net/$slave/carrier"
    if [ "$carrier" = 1 ]; then linked+=" $slave"; else dead+=" $slave"; fi
  done
  read -r mode 2>/dev/null < "/sys/class/net/$1/bonding/mode"
  read -r partner 2>/dev/null < "/sys/class/net/$1/bonding/ad_partner_mac"
  # with min_links, there is no carrier without a partner
  if [ "${mode%% *}/$partner" = 802.3ad/00:00:00:00:00:00 ] && [ -n "$linked" ]; then
    bonding_fail "$1: $(bonding_no_partner "${linked# }")"
  elif [ -n "$dead" ] || [ -z "$slaves" ]; then
    dead=${dead# }
    bonding_fail "$1: no carrier on ${dead// /, }"
  else
    bonding_fail "$1: has no carrier, though $slaves have one"
  fi
}

# bonding_gateway6 ADDRESS [DEVICE]: a default route for IPv6 where there is none.  For IPv4 the stock
# script's gateway_up does it.  Prints errors; returns 0.
bonding_gateway6() {
  [ -z "$2" ] || bonding_selected "$2" || return 0
  # the one of before
  [ "${BONDING_R_GATEWAY6:-$1 ${2:--}}" = "$1 ${2:--}" ] || bonding_drop_gateway6
  bonding_has_default6 && return 0
  # -6 cannot stand in a batch
  if BONDING_REASON=$(LC_ALL=C exec /sbin/ip -6 route add default via "$1" ${2:+dev "$2"} 2>&1); then
    BONDING_R_GATEWAY6="$1 ${2:--}"
    bonding_note "gateway6 $BONDING_R_GATEWAY6"
  else
    bonding_fail "GATEWAY6 $1: ${BONDING_REASON#RTNETLINK answers: }"
  fi
}

# bonding_drop_gateway6: takes away the IPv6 default route that is on record.  Prints nothing; returns 0.
bonding_drop_gateway6() {
  local device=${BONDING_R_GATEWAY6#* }
  [ "$device" != - ] || device=
  /sbin/ip -6 route del default via "${BONDING_R_GATEWAY6%% *}" ${device:+dev "$device"} 2>/dev/null
  bonding_note "gateway6 - -"
  BONDING_R_GATEWAY6=
}

# bonding_has_default6: true when there is an IPv6 default route.  (/proc/net/ipv6_route has those of all tables.)
bonding_has_default6() {
  local line
  bonding_split "$(LC_ALL=C exec /sbin/ip -6 route show default 2>/dev/null)" $'\n'
  for line in "${BONDING_WORDS[@]}"; do
    # older kernels keep one to nowhere, "unreachable default", on lo
    case $line in "default "*) return 0 ;; esac
  done
  return 1
}

# bonding_dhcp NAME TIMEOUT FLAGS WORD...: dhcpcd(8) is to run on NAME, with WORD...; FLAGS (-4, -6 or
# none) is what it takes to end it.  Prints nothing; returns 0.
bonding_dhcp() {
  bonding_selected "$1" || return 0
  if [ "${BONDING_STATE[$1]}" = same ] && [ -n "${BONDING_R_DHCP[$1]}" ] && bonding_clients "$1"; then
    bonding_has_lease "$1" || bonding_no_lease "$1"
    return 0
  fi
  local name=$1 timeout=$2 flags=$3
  shift 3
  BONDING_NOTES+=("dhcp $name ${flags:-both}")
  # dhcpcd(8) takes 0 for "wait forever", which a boot is not to do
  [ "$timeout" != 0 ] || set -- -b "$@"
  {
    echo "$name: polling for DHCP server"
    # shellcheck disable=SC2086  # FLAGS is one word or none
    /sbin/dhcpcd -t "$timeout" $flags "$@" "$name"
  } &
  [ "$timeout" != 0 ] || return 0
  BONDING_DHCP+=("$name")
  BONDING_DHCP_PIDS+=("$!")
}

# bonding_has_lease NAME: true when NAME, as last scanned, has an address that its DHCP client can have given it.
bonding_has_lease() {
  local address
  for address in ${BONDING_K_ADDR[$1]}; do
    case " ${BONDING_R_ADDR[$1]} " in *" $address "*) continue ;; esac
    case ${BONDING_R_DHCP[$1]} in
      -4) case $address in *:*) continue ;; esac ;;
      -6) case $address in *:*) ;; *) continue ;; esac ;;
    esac
    # RFC 3927: made up where no server answers
    case $address in 169.254.*) ;; *) return 0 ;; esac
  done
  return 1
}

# bonding_no_lease NAME: says that the DHCP client of NAME, which runs, got none.  Prints; returns 0.
bonding_no_lease() {
  bonding_fail "$1: failed to obtain DHCP lease so far: its client goes on asking"
}

# bonding_await_dhcp: waits for all DHCP clients together.  Prints what it says; returns 0.
bonding_await_dhcp() {
  local i name ended=()
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
  for ((i = 0; i < ${#BONDING_DHCP[@]}; i++)); do
    # the link stays up: a lease may come later, and the network above it may need no address
    if wait "${BONDING_DHCP_PIDS[i]}"; then
      ended+=("${BONDING_DHCP[i]}")
    else
      bonding_fail "${BONDING_DHCP[i]}: failed to obtain DHCP lease"
    fi
  done
  BONDING_DHCP=() BONDING_DHCP_PIDS=()
  [ ${#ended[@]} -gt 0 ] || return 0
  # dhcpcd 10 ends well without a lease, too, and goes on asking
  bonding_scan
  [ -n "$BONDING_NO_RECORD" ] || bonding_read_record
  for name in "${ended[@]}"; do
    bonding_has_lease "$name" || bonding_no_lease "$name"
  done
}

# bonding_slaac NAME TIMEOUT: start is to wait for an autoconfigured address.  Prints nothing; returns 0.
bonding_slaac() {
  bonding_selected "$1" && [ "$2" != 0 ] && BONDING_SLAAC+=("$1 $2")
  return 0
}

# bonding_waits_for_router NAME: true while NAME has no autoconfigured address.
bonding_waits_for_router() {
  [ -z "$(/sbin/ip -6 address show dynamic scope global dev "$1" 2>/dev/null)" ]
}

# bonding_no_router NAME SECONDS: says that no address came.  Prints; returns 0.
bonding_no_router() {
  bonding_fail "$1: no address by autoconfiguration in $2 seconds"
}

# bonding_await_slaac: waits for the addresses of bonding_slaac.  Prints what it says; returns 0.
bonding_await_slaac() {
  bonding_poll bonding_waits_for_router bonding_no_router 0.5 "${BONDING_SLAAC[@]}"
}

# ---------------------------------------------------------------------------------------------------
# A block in /etc/resolv.conf or /etc/hosts

# bonding_block PATH LINE...: puts LINE... into a block of ours at the top of PATH, the rest of it kept.
# Prints what it says; returns 0.
bonding_block() {
  local path=$1 old='' line block=$'# rc.inet1: begin\n'
  [ -z "$BONDING_ONLY" ] || return 0
  shift
  # up to the first NUL byte, and there should be none
  if IFS= read -r -d '' old 2>/dev/null < "$path"; then
    BONDING_BLOCKS+=" $path "
    bonding_fail "$path: has a NUL byte, and is left as it is"
    return 0
  fi
  case $path in */resolv.conf)
    case $old in *"enerated by dhcpcd"*|*"enerated by resolvconf"*|*"enerated by NetworkManager"*)
      bonding_tell "$path belongs to the DHCP client: NAMESERVER and SEARCH are not written to it"
      return 0 ;;
    esac ;;
  esac
  for line in "$@"; do block+=$line$'\n'; done
  block+=$'# rc.inet1: end\n'
  bonding_strip_block "$old"
  BONDING_BLOCKS+=" $path "
  # what is in there may be from before a loss of power
  [ "$old" != "$block$BONDING_OTHERS" ] || [ -z "${BONDING_R_FILE[$path]}" ] || return 0
  if [ -e "$path" ] && [ "${BONDING_R_FILE[$path]}" != new ]; then
    bonding_note "file $path"
  else
    bonding_note "file $path new"
  fi
  bonding_replace_file "$path" "$block$BONDING_OTHERS"
}

# ---------------------------------------------------------------------------------------------------
# The end of the steps

# bonding_settle: runs what is in the batch and takes back what is no longer in the plan.
# Prints errors; returns 0.
bonding_settle() {
  local name address entry word about promote promoting=() mark=marked
  bonding_commit
  bonding_release_ipv6
  [ "$BONDING_GROUPLESS" != yes ] || mark=unmarked
  for name in "${BONDING_LINKS[@]}"; do
    bonding_selected "$name" || continue
    for address in ${BONDING_R_ADDR[$name]}; do
      case ${BONDING_PLANNED[$name]} in *" $address "*) continue ;; esac
      case ${BONDING_K_ADDR[$name]}${BONDING_K_LINKLOCAL[$name]} in *" $address "*)
        # or else a new one of the same subnet would go with it, and all routes through both
        promote=/proc/sys/net/ipv4/conf/$name/promote_secondaries
        read -r word 2>/dev/null < "$promote" && [ "$word" = 0 ] && bonding_write "$promote" 1 &&
          promoting+=("$promote")
        bonding_ip "$name: old address $address" address del "$address" dev "$name"
        BONDING_READDRESSED=1 ;;
      esac
      BONDING_NOTES+=("noaddr $name $address")
    done
    [ "${BONDING_STATE[$name]}" = new ] && [ -e "/sys/class/net/$name" ] && BONDING_NOTES+=("done $name $mark")
  done
  bonding_commit
  for promote in "${promoting[@]}"; do bonding_write "$promote" 0; done
  if [ ${#BONDING_CHECKS[@]} -gt 0 ]; then
    bonding_scan -d
    for entry in "${BONDING_CHECKS[@]}"; do
      # LINK WORDS/WHAT IS SAID OF IT
      about=${entry#*/} entry=${entry%%/*} name=${entry%% *}
      [ -n "${BONDING_K_FLAGS[$name]}" ] || continue
      case ${BONDING_K_DETAIL[$name]} in *" ${entry#* } "*) continue ;; esac
      # what ip itself refused was said by the commit
      case "$BONDING_SAID" in *$'\n'"$about"$'\n'*) continue ;; esac
      bonding_fail "$about: the kernel does not have it (it may be too old for it)"
    done
  fi
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
}
