# shellcheck shell=bash
# A kernel in plain files below $BOND_TEST_ROOT, for tests of rc.bonding that need no VM.
#
# It does what rc.bonding asks for through put() and ip(8), and refuses what $BOND_TEST_ROOT/refused names, one
# "PATTERN|REASON|BOND" a line: requests that match PATTERN, with BOND only while that bond is up or has slaves.
# A request is "FILE VALUE" or the words of ip.  What ip asks for bonds is refused as its "FILE VALUE" is: it is one kernel.
#
# Tests read it before rc.bonding (kernel_puts puts it in between), and sbin/ip, which is this file run as a script.

K=$BOND_TEST_ROOT
KNET=$K/sys/class/net

# kernel_get FILE: its line, into the variable "line"
kernel_get() {
  line=
  read -r line < "$1"
}

# kernel_refuses REQUEST: REASON tells why
kernel_refuses() {
  local pattern reason bond line
  while IFS='|' read -r pattern reason bond; do
    # shellcheck disable=SC2254  # it is a pattern
    case "$1" in $pattern) ;; *) continue ;; esac
    [ -z "$bond" ] || kernel_up "$bond" || { kernel_get "$KNET/$bond/bonding/slaves" && [ -n "$line" ]; } || continue
    REASON=$reason
    return 0
  done < "$K/refused"
  return 1
}

kernel_up() {
  local line
  kernel_get "$KNET/$1/flags"
  ((line & 1))
}

# kernel_link NAME [MAC]
kernel_link() {
  local line six=$K/proc/sys/net/ipv6/conf
  mkdir -p "$KNET/$1" "$K/proc/sys/net/ipv4/conf/$1"
  echo 0x1002 > "$KNET/$1/flags"
  echo 1500 > "$KNET/$1/mtu"
  echo "${2:-02:00:00:00:0f:ff}" > "$KNET/$1/address"
  echo 1 > "$KNET/$1/addr_assign_type"
  echo "INTERFACE=$1" > "$KNET/$1/uevent"
  echo 1 > "$KNET/$1/carrier"
  : > "$KNET/$1/ifalias"
  : > "$K/proc/sys/net/ipv4/conf/$1/promote_secondaries"
  [ ! -d "$six" ] || cp -r "$six/default" "$six/$1"
}

# kernel_bond NAME [SLAVE...]: its options are those in $BOND_TEST_ROOT/bond
kernel_bond() {
  local slave line
  kernel_link "$1"
  cp -r "$K/bond" "$KNET/$1/bonding"
  kernel_get "$KNET/bonding_masters"
  echo "$line $1" > "$KNET/bonding_masters"
  for slave in "${@:2}"; do kernel_enslave "$1" "$slave"; done
}

kernel_enslave() {
  local slaves carrier=0 slave line
  kernel_get "$KNET/$1/bonding/slaves"
  slaves=$line
  kernel_get "$KNET/$2/address"
  echo "$line" > "$KNET/$2/permanent"
  ln -s "../$1" "$KNET/$2/master"
  # (sysfs has bonding_slave from kernel 3.14 on.)
  kernel_get "$K/proc/sys/kernel/osrelease"
  if [[ $line != 3.10.* ]]; then
    kernel_get "$KNET/$2/address"
    mkdir "$KNET/$2/bonding_slave"
    echo "$line" > "$KNET/$2/bonding_slave/perm_hwaddr"
    echo 0 > "$KNET/$2/bonding_slave/queue_id"
    echo 0 > "$KNET/$2/bonding_slave/link_failure_count"
    echo up > "$KNET/$2/bonding_slave/mii_status"
    echo N/A > "$KNET/$2/bonding_slave/ad_aggregator_id"
    # (A test says what state LACP gives the slave.)
    [ ! -e "$K/lacp/$2" ] || cp "$K/lacp/$2" "$KNET/$2/bonding_slave/ad_actor_oper_port_state"
  fi
  # (A bond takes the first slave's MAC, if its own is random: include/uapi/linux/netdevice.h, NET_ADDR_RANDOM.)
  kernel_get "$KNET/$1/addr_assign_type"
  if [ -z "$slaves" ] && [ "$line" = 1 ]; then
    cp "$KNET/$2/address" "$KNET/$1/address"
    echo 2 > "$KNET/$1/addr_assign_type"
  else
    cp "$KNET/$1/address" "$KNET/$2/address"
  fi
  slaves+=${slaves:+ }$2
  echo "$slaves" > "$KNET/$1/bonding/slaves"
  echo 0x1803 > "$KNET/$2/flags"
  for slave in $slaves; do
    kernel_get "$KNET/$slave/carrier"
    [ "$line" != 1 ] || carrier=1
  done
  echo "$carrier" > "$KNET/$1/carrier"
}

kernel_release() {
  local line
  kernel_get "$KNET/$1/bonding/slaves"
  line=" $line "
  line=${line/ $2 / }
  line=${line# }
  echo "${line% }" > "$KNET/$1/bonding/slaves"
  # (Without slaves, its MAC is a random one again.)
  [ -n "${line% }" ] || echo 1 > "$KNET/$1/addr_assign_type"
  rm -rf "$KNET/$2/master" "$KNET/$2/bonding_slave"
  kernel_get "$KNET/$2/permanent"
  echo "$line" > "$KNET/$2/address"
  echo 0x1002 > "$KNET/$2/flags"
}

# kernel_stand UPPER LOWER: what ip-link(8) calls "link"
kernel_stand() {
  mkdir -p "$KNET/$2/upper_$1" "$KNET/$1/lower_$2"
}

kernel_port() {
  ln -sfn "../$1" "$KNET/$2/master"
  mkdir -p "$KNET/$1/brif/$2"
  echo 3 > "$KNET/$1/brif/$2/state"
}

kernel_remove() {
  local link line
  for link in "$KNET/$1"/upper_*; do [ ! -d "$link" ] || kernel_remove "${link##*/upper_}"; done
  for link in "$KNET"/*/master; do
    [ "$link" -ef "$KNET/$1" ] || continue
    if [ -d "$KNET/$1/bonding" ]; then link=${link%/master}; kernel_release "$1" "${link##*/}"; else rm "$link"; fi
  done
  [ ! -d "$KNET/$1/master/brif/$1" ] || rm -r "$KNET/$1/master/brif/$1"
  kernel_get "$KNET/bonding_masters"
  line=" $line "
  echo "${line/ $1 / }" > "$KNET/bonding_masters"
  rm -rf "${KNET:?}/$1" "$KNET"/*/upper_"$1" "$K/proc/net/vlan/$1" "$K/proc/sys/net/ipv"[46]"/conf/$1"
}

# Put the kernel behind rc.bonding's put():
kernel_puts() {
  eval "real_$(declare -f put)"
  # shellcheck disable=SC2329  # rc.bonding calls it
  put() {
    local file=$1 old='' line
    case "$1" in "$K"/sys/*|"$K"/proc/*)
      ! kernel_refuses "${1#"$K"} $2" || return 1
      # Nobody makes a file in sysfs.
      [ -e "$1" ] || file=$K/nothing/here
      ! kernel_forbids "$1:$2" || return 1
      [ ! -e "$1" ] || { kernel_get "$1" && old=$line; } ;;
    esac
    real_put "$file" "$2" || return
    kernel_wrote "$1" "$2" "$old"
  }
}

# kernel_forbids FILE:VALUE: what bonding.rst and drivers/net/bonding/bond_options.c do not allow; REASON tells why
kernel_forbids() {
  local value=${1##*:} bond=${1%/bonding/*} slave line
  REASON="Invalid argument"
  case "$1" in
    */bonding/slaves:+*) kernel_up "${value#+}" && REASON="Operation not permitted" ;;
    */bonding/arp_ip_target:[0-9]*) ;;
    */bonding/active_slave:?*)
      kernel_get "$bond/bonding/slaves"
      [[ " $line " != *" $value "* ]] ;;
    */bonding/queue_id:*:[1-9]*)
      kernel_get "$bond/bonding/slaves"
      for slave in $line; do
        kernel_get "$KNET/$slave/bonding_slave/queue_id"
        [ "$line" != "$value" ] || return 0
      done
      return 1 ;;
    *) return 1 ;;
  esac
}

# kernel_wrote FILE VALUE OLD: what follows from a line in a file of sysfs
kernel_wrote() {
  local bond=${1%/bonding/*} name=${2#[-+]} slave line
  bond=${bond##*/}
  case "$1:$2" in
    */bonding_masters:+*) echo "$3" > "$1"; kernel_bond "$name" ;;
    */bonding_masters:-*) echo "$3" > "$1"; kernel_remove "$name" ;;
    */bonding/slaves:+*) echo "$3" > "$1"; kernel_enslave "$bond" "$name" ;;
    */bonding/slaves:-*) echo "$3" > "$1"; kernel_release "$bond" "$name" ;;
    */bonding/arp_ip_target:+*) echo "$3${3:+ }$name" > "$1" ;;
    */bonding/arp_ip_target:-*) slave=" $3 "; slave=${slave/ $name / }; slave=${slave# }; echo "${slave% }" > "$1" ;;
    */bonding/queue_id:*)
      echo "${2#*:}" > "$KNET/${2%:*}/bonding_slave/queue_id"
      kernel_get "$KNET/$bond/bonding/slaves"
      set -- "$1" "$line"
      : > "$1"
      for slave in $2; do
        kernel_get "$KNET/$slave/bonding_slave/queue_id"
        printf '%s:%s ' "$slave" "$line" >> "$1"
      done ;;
  esac
  return 0
}

# kernel_sysfs FILE VALUE: what ip(8) asks of a bond, as sysfs has it.  Returns 1, and says why, if it is refused.
kernel_sysfs() {
  local old='' line
  if kernel_refuses "/sys/class/net/$1 $2" || kernel_forbids "$KNET/$1:$2"; then
    echo "RTNETLINK answers: $REASON" 1>&2
    return 1
  fi
  [ ! -e "$KNET/$1" ] || { kernel_get "$KNET/$1" && old=$line; }
  echo "$2" > "$KNET/$1"
  kernel_wrote "$KNET/$1" "$2" "$old"
}

# kernel_new_bond NAME OPTION VALUE...: with all of its options, or not at all
kernel_new_bond() {
  local name=$1 target
  kernel_sysfs bonding_masters "+$name" || return
  shift
  while [ $# -gt 0 ]; do
    case "$1" in
      arp_ip_target) for target in ${2//,/ }; do kernel_sysfs "$name/bonding/$1" "+$target" || break; done ;;
      *) kernel_sysfs "$name/bonding/$1" "$2" ;;
    esac || { kernel_remove "$name"; return 1; }
    shift 2
  done
}

# kernel_ip WORD...: one request of ip(8)
kernel_ip() {
  local words="$*" name line
  REASON=
  if kernel_refuses "$words"; then
    [ -z "$REASON" ] || echo "$REASON" 1>&2
    [ "${REASON#Error: argument}" = "$REASON" ] || exit 255
    return 1
  fi
  name=${words#*dev }
  name=${name%% *}
  case "$words" in
    "link add link "*) kernel_link "$name"; kernel_stand "$name" "$4"; : > "$K/proc/net/vlan/$name" ;;
    "link add dev "*" type bond "*) kernel_new_bond "$name" "${@:7}" || return ;;
    "link add dev "*) kernel_link "$name"; mkdir "$KNET/$name/bridge"; : > "$KNET/$name/bridge/stp_state" ;;
    "tuntap add "*) kernel_link "$name"; : > "$KNET/$name/tun_flags" ;;
    "link del "*) kernel_remove "$name" ;;
    "link set dev $name up") echo 0x1003 > "$KNET/$name/flags" ;;
    "link set dev $name down") echo 0x1002 > "$KNET/$name/flags" ;;
    "link set dev $name mtu "*) echo "${*: -1}" > "$KNET/$name/mtu" ;;
    "link set dev $name address "*) echo "${*: -1}" > "$KNET/$name/address"; echo 3 > "$KNET/$name/addr_assign_type" ;;
    "link set dev "*" "*) [ -e "$KNET/$name" ] || { echo "Cannot find device \"$name\"" 1>&2; return 1; } ;;&
    "link set dev $name up alias "*)
      kernel_sysfs "$name/ifalias" "${*: -1}" || return
      echo 0x1003 > "$KNET/$name/flags" ;;
    "link set dev $name alias "*) kernel_sysfs "$name/ifalias" "${*: -1}" || return ;;
    "link set dev $name master "*)
      if [ -d "$KNET/${*: -1}/bonding" ]; then kernel_sysfs "${*: -1}/bonding/slaves" "+$name"; return; fi
      kernel_port "${*: -1}" "$name" ;;
    "link set dev $name nomaster") rm -r "$KNET/$name/master/brif/$name" "$KNET/$name/master" ;;
    "link set dev $name type "*) echo "${*:6}" >> "$K/details" ;;
    "-d link show "*) cat "$K/details" ;;
    "address replace "*)
      line=${words#address replace }
      line="2: $name    inet ${line%% *} scope global $name"
      grep -qF "$line" "$K/addresses" || echo "$line" >> "$K/addresses" ;;
    "address del "*) line=${words#address del }; grep -vF " ${line%% *} " "$K/addresses" > "$K/rest"
                     mv "$K/rest" "$K/addresses" ;;
    *"address show"*"dev "*) grep " $name " "$K/addresses" ;;
    *"address show"*) cat "$K/addresses" ;;
    "-6 route show default") cat "$K/routes6" ;;
  esac
  return 0
}

if [ "${0##*/}" = ip ]; then
  status=0 number=0
  if [ "$2" = -force ]; then
    echo "ip $*" >> "$K/log"
    while IFS= read -r line; do
      number=$((number + 1))
      [ -n "$line" ] || continue
      echo "ip $line" >> "$K/log"
      # shellcheck disable=SC2086  # as ip does
      kernel_ip $line || { status=1; echo "Command failed -:$number" 1>&2; }
    done
  else
    echo "ip $*" >> "$K/log"
    [ "$1" != -o ] || shift
    kernel_ip "$@" || status=2
  fi
  exit $status
fi
