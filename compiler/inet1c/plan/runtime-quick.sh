# shellcheck shell=bash
# shellcheck disable=SC2034  # some of what is set here is read by rc.inet1
# shellcheck disable=SC2153  # some of what is read here is set by the plan or by rc.inet1
# shellcheck disable=SC2119,SC2120  # bonding_find gets rc.inet1's word from there
# shellcheck disable=SC2015  # "A && B || continue" leaves when either fails, which is what is meant
#
# The functions behind bonds in rc.inet1: what the plan in rc.inet1.bonding calls on start, and what
# stop and status need.  Sourcing this defines functions and does nothing else.
#
# It runs in bash 4.2 and later, also as sh, early at boot: no here-documents (they want a writable
# /tmp), no process substitution (it wants /dev/fd), no exit (rc.M of 14.x sources rc.inet1), and no
# redirection on a special builtin (as sh, one that fails ends the shell).
#
# What start builds is marked in the kernel: every link that it makes is in link group BONDING_GROUP.
# What else stop has to know (a NIC's own MAC, addresses, routes, DHCP clients) is on record, in lines
# that are only ever added, in BONDING_RECORD.  They are comments to ip(8): a start in one go has its
# requests in the same file, and leaves there those that take it all down.
#   #boot ID             the boot that the record belongs to
#   #quick LINKS/NICS    what a start in one go made, wholly, of which NICs; the requests are those that undo it
#   #link NAME STAMP     NAME is about to be made
#   #done NAME marked|unmarked    NAME was made, wholly
#   #gone NAME           NAME was taken down
#   #nic NAME MASTER MAC MTU [keeps]    NAME is about to be given to MASTER; its own MAC and MTU, "keeps" where
#                        the kernel will give both back by itself
#   #free NAME           NAME was given back
#   #addr NAME ADDRESS   an address that start gave; noaddr: took back
#   #dhcp NAME FLAGS     a DHCP client was started; nodhcp: stopped
#   #gateway ADDRESS     a default route that is rc.inet1's; nogateway: no longer
#   #gateway6 ADDRESS DEVICE|-    the same for IPv6; "gateway6 - -": none any more
#   #file PATH [new]     PATH has a block of ours, and was not there before; nofile: no longer
#   #ipv6 N N            autoconf and accept_ra of new links, while start holds them at 0; "ipv6 -": given back


# ---------------------------------------------------------------------------------------------------
# What is said

bonding_defaults() {
  BONDING_GROUP=8023
  BONDING_RECORD=/var/run/rc.inet1.bonding
}

# bonding_tell TEXT...: says each TEXT as the stock script does: to syslog, or to the terminal without one.
# Prints them or nothing; returns 0.
bonding_tell() {
  [ $# -gt 0 ] || return 0
  if [ -f /var/run/syslogd.pid ] && [ -x /usr/bin/logger ]; then
    BONDING_LOG+=("$@")
  else
    printf 'rc.inet1: %s\n' "$@"
  fi
}

# bonding_fail TEXT: says what could not be done, to the terminal and to syslog, and remembers that the
# exit status is to tell it.  Prints TEXT on stderr; returns 0.
bonding_fail() {
  BONDING_RC=1
  printf 'rc.inet1: %s\n' "$*" >&2
  BONDING_LOG+=("$*")
}

# bonding_flush_log: hands what was said to syslog, in one process.  Prints nothing; returns 0.
bonding_flush_log() {
  if [ ${#BONDING_LOG[@]} -gt 0 ] && [ -f /var/run/syslogd.pid ] && [ -x /usr/bin/logger ]; then
    printf '%s\n' "${BONDING_LOG[@]}" | /usr/bin/logger -t rc.inet1
  fi
  BONDING_LOG=()
}

# ---------------------------------------------------------------------------------------------------
# Words and files

# bonding_split TEXT SEPARATORS: cuts TEXT at any of SEPARATORS into the array BONDING_WORDS, without
# globbing.  Prints nothing; returns 0.
bonding_split() {
  local IFS=$2 flags=$-
  set -f
  # shellcheck disable=SC2206  # cutting is the purpose
  BONDING_WORDS=($1)
  case $flags in *f*) ;; *) set +f ;; esac
}

# bonding_write FILE VALUE: writes VALUE to a file of sysfs or procfs, with no process.
# Prints nothing; returns 1 and leaves the kernel's reason in BONDING_REASON where that fails.
bonding_write() {
  printf '%s\n' "$2" 2>/dev/null > "$1" && return 0
  if [ ! -e "$1" ]; then
    BONDING_REASON='this kernel does not know it'
  else
    BONDING_REASON=$(LC_ALL=C; printf '%s\n' "$2" 2>&1 > "$1")
    BONDING_REASON=${BONDING_REASON##*: }
  fi
  return 1
}

# ---------------------------------------------------------------------------------------------------
# The record

# bonding_forget_record: sets the BONDING_R_ arrays to nothing.  Prints nothing; returns 0.
bonding_forget_record() {
  unset BONDING_R_STAMP BONDING_R_DONE BONDING_R_NIC BONDING_R_ADDR BONDING_R_DHCP BONDING_R_FILE
  declare -gA BONDING_R_STAMP BONDING_R_DONE BONDING_R_NIC BONDING_R_ADDR BONDING_R_DHCP BONDING_R_FILE
  BONDING_R_GATEWAYS='' BONDING_R_GATEWAY6='' BONDING_R_IPV6='' BONDING_R_BOOT=''
}

# bonding_read_lines LINE...: adds what those lines of a record say.  Prints nothing; fills the BONDING_R_
# arrays; returns 0.
bonding_read_lines() {
  local what name rest
  for rest in "$@"; do
    # the others are requests to ip(8)
    case $rest in '#'*) rest=${rest#?} ;; *) continue ;; esac
    what=${rest%% *} rest=${rest#* } name=${rest%% *} rest=${rest#* }
    [ -n "$name" ] || continue
    case $what in
      link) BONDING_R_STAMP[$name]=$rest BONDING_R_DONE[$name]= ;;
      'done') BONDING_R_DONE[$name]=$rest ;;
      gone) unset "BONDING_R_STAMP[$name]" "BONDING_R_DONE[$name]" "BONDING_R_ADDR[$name]" ;;
      nic)  # the first line has the NIC's own MAC; a later one only another master
        case ${BONDING_R_NIC[$name]} in
          # where the kernel gives it back by itself, what is on record need not be its own
          ''|*' keeps') BONDING_R_NIC[$name]=$rest ;;
          *) BONDING_R_NIC[$name]="${rest%% *} ${BONDING_R_NIC[$name]#* }" ;;
        esac ;;
      free) unset "BONDING_R_NIC[$name]" ;;
      addr) case ${BONDING_R_ADDR[$name]} in
          *" $rest "*) ;;
          *) BONDING_R_ADDR[$name]+=" $rest " ;;
        esac ;;
      noaddr) BONDING_R_ADDR[$name]=${BONDING_R_ADDR[$name]/" $rest "/} ;;
      dhcp) BONDING_R_DHCP[$name]=$rest ;;
      nodhcp) unset "BONDING_R_DHCP[$name]" ;;
      nogateway) name=" $BONDING_R_GATEWAYS " BONDING_R_GATEWAYS=${name/" ${rest%% *} "/ } ;;
      gateway) case " $BONDING_R_GATEWAYS " in *" $name "*) ;; *) BONDING_R_GATEWAYS+=" $name" ;; esac ;;
      gateway6) case $name in -) BONDING_R_GATEWAY6= ;; *) BONDING_R_GATEWAY6="$name $rest" ;; esac ;;
      file) BONDING_R_FILE[$name]=$rest ;;
      ipv6) case $rest in *[0-9]) BONDING_R_IPV6="$name $rest" ;; *) BONDING_R_IPV6= ;; esac ;;
      nofile) unset "BONDING_R_FILE[$name]" ;;
    esac
  done
}

# bonding_read_quick: reads the record of a start in one go that made all that it was to make, and after which
# nothing was changed.  Prints nothing; sets BONDING_QUICK to the links, and BONDING_FOUND; returns 1 where the
# record is another one.
bonding_read_quick() {
  local boot='' lines=() n
  BONDING_QUICK=
  bonding_forget_record
  # what is in it goes to ip(8)
  [ -O "$BONDING_RECORD" ] || return 1
  mapfile -t lines 2>/dev/null < "$BONDING_RECORD"
  case ${lines[1]} in '#quick '*/*) ;; *) return 1 ;; esac
  read -r boot 2>/dev/null < /proc/sys/kernel/random/boot_id
  [ "${lines[0]}" = "#boot $boot" ] || return 1
  for ((n = ${#lines[@]} - 1; n > 1; n--)); do
    case ${lines[n]} in
      'address show') break ;;
      '#gateway '*|'#nogateway '*|'#gateway6 '*|'#file '*|'#nofile '*) ;;
      *) return 1 ;;
    esac
  done
  BONDING_R_BOOT=$boot
  bonding_read_lines "${lines[@]:n}"
  boot=${lines[1]#* }
  BONDING_QUICK=${boot%%/*}
  BONDING_FOUND=" ${boot/\// }"
}

# bonding_note LINE...: adds lines to the record.  Prints an error, once, where that fails; returns 0.
bonding_note() {
  [ $# -gt 0 ] && [ -z "$BONDING_NO_RECORD" ] || return 0
  if ! printf '#%s\n' "$@" 2>/dev/null >> "$BONDING_RECORD"; then
    BONDING_NO_RECORD=1
    bonding_fail "no record can be kept in $BONDING_RECORD: stop will go by the kernel alone"
  fi
}

# ---------------------------------------------------------------------------------------------------
# A start in one go

# bonding_begin NAME...: opens a start of everything, or of NAME... and what they stand on.
# Prints nothing; returns 0.
bonding_begin() {
  bonding_defaults
  unset BONDING_STATE
  declare -gA BONDING_STATE
  BONDING_LINKS=() BONDING_BATCH=() BONDING_ABOUT=() BONDING_NOTES=()
  BONDING_WAITS=() BONDING_DHCP=() BONDING_DHCP_PIDS=() BONDING_SLAAC=()
  BONDING_KEPT=
  BONDING_ONLY="$*"
  BONDING_ONLY_NIC=
  BONDING_SAID=$'\n' BONDING_BLOCKS=
  : "${BONDING_RC:=0}"
  # what is written below /var/run is read as root's; rc.M of 14.x, which sources rc.inet1, has one of its own
  local what=''
  BONDING_UMASK=
  { read -r what; read -r what BONDING_UMASK; } 2>/dev/null < /proc/self/status
  # before 4.7 it is not there
  [ "$what" = Umask: ] || BONDING_UMASK=$(umask)
  umask 022
}

# bonding_keep_runtime: leaves these functions for stop and status, which never read the plan: all of them in
# rc.inet1.runtime; in /var/run those that come first, or all where rc.inet1.runtime cannot be written.  Takes them from
# the plan's lines in BONDING_FILE.  Prints an error where neither can be; returns 0.
bonding_keep_runtime() {
  local first='' mark="# rc.inet1.runtime $BONDING_RUNTIME" file=/etc/rc.d/rc.inet1.runtime
  local copy=/var/run/rc.inet1.runtime from=${BONDING_PARTS%% *} quick=${BONDING_PARTS#* } end all IFS=$'\n'
  all=${quick#* } quick=${quick% *} end="# end of the runtime: $quick"
  # a plan that was damaged since
  [ ${#BONDING_FILE[@]} -ge "$((from + all))" ] || return 0
  read -r first 2>/dev/null < "$copy"
  [ "$first" = "$mark" ] || printf '%s\n' "${BONDING_FILE[*]:from:quick}" "$end" 2>/dev/null > "$copy"
  read -r first 2>/dev/null < "$file"
  [ "$first" != "$mark" ] || return 0
  { printf '%s\n' "${BONDING_FILE[*]:from:all}" "$end" > "$file.new" && sync && mv -f "$file.new" "$file"; } 2>/dev/null ||
    { rm -f "$file.new"; printf '%s\n' "${BONDING_FILE[*]:from:all}" "$end" > "$copy"; } 2>/dev/null ||
    bonding_fail "$file cannot be written: stop and status will not know the bonds"
}

# bonding_more: reads the rest of these functions, which a start in one go and its stop do without.  They follow in the
# file that bonding_source of rc.inet1 has read, whose last line tells where, or else are in rc.inet1.runtime.
# Prints an error; returns 1 where they cannot be had.
bonding_more() {
  local IFS=$'\n' last
  ! declare -F bonding_scan >/dev/null || return 0
  last=${BONDING_FILE[${#BONDING_FILE[@]}-1]}
  if [ "$((${last##* } + 1))" -ge ${#BONDING_FILE[@]} ]; then
    bonding_source /etc/rc.d/rc.inet1.runtime
    last=${BONDING_FILE[${#BONDING_FILE[@]}-1]}
  fi
  { command eval "bonding_file() { ${BONDING_FILE[*]:${last##* }}"$'\n}'; } 2>/dev/null && bonding_file &&
    declare -F bonding_scan >/dev/null && return
  bonding_fail 'the functions of rc.inet1.runtime cannot be had: bonds are left as they are'
  return 1
}

# bonding_load_driver: loads the bonding module where it is not there.  Prints nothing; returns 1 where that fails.
bonding_load_driver() {
  # max_bonds=0: no bond0 that nobody asked for
  [ -e /sys/class/net/bonding_masters ] || /sbin/modprobe bonding max_bonds=0 2>/dev/null
  [ -e /sys/class/net/bonding_masters ]
}

# bonding_hold_ipv6: links that are made now are not to autoconfigure themselves, as in 15.0; it is their
# default that is changed, for as long as they are made.  Prints nothing; returns 0.
bonding_hold_ipv6() {
  local conf=/proc/sys/net/ipv6/conf/default autoconf='' accept_ra=''
  bonding_release_ipv6
  # as the kernel would ask for it later, and too late (15.0 does so as well): with that it can be forbidden
  [ -d "$conf" ] || /sbin/modprobe -q -b net-pf-10 2>/dev/null
  [ -d "$conf" ] || return 0
  read -r autoconf < "$conf/autoconf"
  read -r accept_ra < "$conf/accept_ra"
  [ "$autoconf$accept_ra" != 00 ] || return 0
  bonding_note "ipv6 $autoconf $accept_ra"
  BONDING_R_IPV6="$autoconf $accept_ra"
  bonding_write "$conf/autoconf" 0
  bonding_write "$conf/accept_ra" 0
}

# bonding_release_ipv6: gives back what bonding_hold_ipv6 held, now or in a run that was killed.
# Prints nothing; returns 0.
bonding_release_ipv6() {
  local conf=/proc/sys/net/ipv6/conf/default
  [ -n "$BONDING_R_IPV6" ] || return 0
  bonding_write "$conf/autoconf" "${BONDING_R_IPV6% *}"
  bonding_write "$conf/accept_ra" "${BONDING_R_IPV6#* }"
  bonding_note "ipv6 -"
  BONDING_R_IPV6=
}

# bonding_quick_start: a start from nothing, in one go: the plan has all requests for one ip -batch, which tells in
# the end what it made.  That needs options over netlink, and nothing of ours there yet.  What fails is left to be
# done step by step: that tells what the kernel refuses, and makes the best of it.  Where lo is down, it comes up
# first, in the same go: rc.inet1's lo_up, which takes a process for each of these requests, then finds it up.  (::1
# is the kernel's own doing.)
# Prints nothing; returns 1 where the steps are still to be done, all or some.
bonding_quick_start() {
  local name boot='' release='' flags='' lo='' out
  [ -z "$BONDING_FOUND$BONDING_R_BOOT" ] || return 1
  # 3.13 to 3.16 know some of the options only; before 3.14, none
  read -r release 2>/dev/null < /proc/sys/kernel/osrelease
  [ "${release%%.*}" -ge 4 ] || return 1
  bonding_quick || return 1
  for name in $BONDING_Q_LINKS; do
    [ ! -e "/sys/class/net/$name" ] || return 1
  done
  # through ip a NIC would be taken from anybody
  for name in /sys/class/net/*/master; do
    name=${name%/master}
    case " $BONDING_Q_NICS " in *" ${name##*/} "*) return 1 ;; esac
  done
  # and a DHCP client would go on, on a slave
  for name in /run/dhc*.pid /run/dhcpcd/*.pid /var/run/dhc*.pid /var/run/dhcpcd/*.pid; do
    name=${name##*/} name=${name%.pid} name=${name#dhcpcd-} name=${name#dhclient[-.]}
    case " $BONDING_Q_NICS " in *" $name "*|*" ${name%-[46]} "*) return 1 ;; esac
  done
  bonding_load_driver || return 1
  read -r boot 2>/dev/null < /proc/sys/kernel/random/boot_id
  read -r flags 2>/dev/null < /sys/class/net/lo/flags
  [ "$((${flags:-1} & 1))" -ne 0 ] ||
    lo=$'address replace 127.0.0.1/8 dev lo\nlink set dev lo up\nroute replace 127.0.0.0/8 dev lo\n'
  printf '#boot %s\n%s%s' "$boot" "$lo" "$BONDING_Q_BATCH" 2>/dev/null > "$BONDING_RECORD" || return 1
  bonding_forget_record
  BONDING_R_BOOT=$boot BONDING_NO_RECORD=
  bonding_hold_ipv6
  # a file and no pipe: the shell would be copied to the other end of it
  out=/var/run/rc.inet1.batch
  LC_ALL=C /sbin/ip -d -o -force -batch "$BONDING_RECORD" > "$out" 2>&1
  bonding_release_ipv6
  bonding_look_over "$out"
  [ -z "$lo" ] || [ -n "${BONDING_BAD[lo]}" ] || bonding_tell "lo: started"
  if [ ${#BONDING_BAD[@]} -eq 0 ] &&
      printf '#boot %s\n%s' "$boot" "$BONDING_Q_RECORD" 2>/dev/null > "$BONDING_RECORD"; then
    # shellcheck disable=SC2206  # names of links
    BONDING_LINKS=($BONDING_Q_LINKS)
    for name in "${BONDING_LINKS[@]}"; do BONDING_STATE[$name]=new; done
    bonding_keep_runtime
    return 0
  fi
  bonding_more && bonding_keep_good
  return 1
}

# bonding_look_over FILE: compares what a start in one go made, as ip(8) tells in FILE, with what it was to make.
# Prints nothing; sets BONDING_BAD to what is not right, by name of link; returns 0.
bonding_look_over() {
  local line name word pair value file all='' lines=() said=()
  local -A have=()
  unset BONDING_BAD
  declare -gA BONDING_BAD
  mapfile -t said 2>/dev/null < "$1"
  for line in "${said[@]}"; do
    case $line in
      # first what most of them are
      [0-9]*": "*": <"*)
        name=${line#*: } name=${name%%: *}
        have[${name%%@*}]=${line#*<} ;;
      *"Command failed "*:[0-9]*)
        [ ${#lines[@]} -gt 0 ] || mapfile -t lines 2>/dev/null < "$BONDING_RECORD"
        line=${lines[${line##*:} - 1]}
        case $line in *" master "*) name=${line##* master } ;; *) name=${line##* dev } ;; esac
        BONDING_BAD[${name%% *}]=1 ;;
      [0-9]*": "*" inet "*|[0-9]*": "*" inet6 "*)
        # before the start: a NIC's own address is to be taken away, and that is said
        name=${line#*: } name=${name%%[: ]*}
        case "$line/ $BONDING_Q_NICS " in
          # goes when the NIC goes down
          *" inet6 "*" scope link "*) ;;
          *"/"*" $name "*) BONDING_BAD[$name]=1 ;;
        esac ;;
    esac
  done
  # slaves and addresses: the kernel answered each request, and a refusal has been noted
  for name in $BONDING_Q_LINKS; do
    case ,${have[$name]%%>*}, in *,UP,*) ;; *) BONDING_BAD[$name]=1 ;; esac
  done
  bonding_split "$BONDING_Q_CHECKS" $'\n'
  for line in "${BONDING_WORDS[@]}"; do
    name=${line%%/*} line=${line#*/}
    # from how the module was loaded, and for some bonds only: all have it, or have that slave
    for word in primary "use_carrier 0"; do
      case ${have[${name#?}]} in *" $word "*)
        case $name/$line in -*/"${word% 0} "*) ;; -*) BONDING_BAD[${name#?}]=1 ;; esac ;;
      esac
    done
    while [ -n "$line" ]; do
      pair=${line%%/*} line=${line#*/}
      case ${have[${name#?}]} in *" $pair "*) continue ;; esac
      # ip may word it in another way than sysfs, or not know it
      file=${pair%% *} value=
      read -r value 2>/dev/null < "/sys/class/net/${name#?}/bonding/${file/peer_notify_/peer_notif_}"
      for word in $value; do [ "$word" != "${pair#* }" ] || continue 2; done
      case $name in
        -*) BONDING_BAD[${name#?}]=1 ;;
        # a default of the kernel, which may not know it: else it is from how the module was loaded, for all bonds
        *) all+=$value ;;
      esac
    done
  done
  for name in $BONDING_Q_LINKS; do
    [ -z "$all" ] || BONDING_BAD[$name]=1
  done
}

# bonding_has_default4: true when there is an IPv4 default route.
bonding_has_default4() {
  local lines line
  mapfile -t lines 2>/dev/null < /proc/net/route
  for line in "${lines[@]}"; do
    bonding_split "$line" $' \t'
    [ "${BONDING_WORDS[1]}${BONDING_WORDS[7]}" = 0000000000000000 ] && return 0
  done
  return 1
}

# bonding_first: starts what can be started in one go, before rc.inet1 brings up lo; bonding_start does the rest.
# Prints what it says; returns 0.
bonding_first() {
  # 15.0 makes those first, and they may be ports
  [ ${#VIRTIFNAME[@]} -eq 0 ] || return 0
  bonding_begin
  BONDING_FIRST=steps
  if bonding_quick_start; then BONDING_FIRST='done'; fi
}

# bonding_gateway: sets `gateway` of its caller to the address in GATEWAY, which may have more of ip(8)'s words.
# Prints nothing; returns 0.
bonding_gateway() {
  bonding_split "$GATEWAY" $' \t\n'
  gateway=${BONDING_WORDS[0]}
}

# bonding_start [NAME...]: builds what the plan has, or NAME... and what they stand on.
# Prints what it says; returns 0 when all of it was done, 1 otherwise.
bonding_start() {
  local name gateway gateways=() made=()
  BONDING_READDRESSED=
  [ -n "$BONDING_FIRST" ] || bonding_begin "$@"
  if [ -n "$BONDING_ONLY" ] || [ "$BONDING_FIRST" = steps ] ||
      { [ -z "$BONDING_FIRST" ] && ! bonding_quick_start; }; then
    bonding_more || { umask "$BONDING_UMASK"; return 1; }
    bonding_begin_steps
    command eval "$BONDING_STEPS"
  fi
  # without BONDING_TEXT, the plan is of another conf than GATEWAY
  if [ -z "$BONDING_ONLY" ] && [ -n "$BONDING_TEXT" ]; then
    # one of ours that the conf no longer has is in the way of its successor, which a DHCP client may bring; and one
    # whose address went may be a route to nowhere
    bonding_gateway
    for name in $BONDING_R_GATEWAYS; do
      [ "$name" != "$gateway" ] || [ -n "$BONDING_READDRESSED" ] || continue
      /sbin/ip route del default via "$name" 2>/dev/null
      gateways+=("nogateway $name")
    done
    # not only when all has been waited for
    if [ ${#gateways[@]} -gt 0 ] && [ -n "$gateway" ] && ! bonding_has_default4; then
      bonding_gateway
      /sbin/ip route add default via "${BONDING_WORDS[@]}" 2>/dev/null && gateways+=("gateway $gateway")
    fi
    [ -z "$BONDING_R_GATEWAY6" ] || [ "${BONDING_R_GATEWAY6%% *}" = "${GATEWAY6%% *}" ] ||
      { bonding_more && bonding_drop_gateway6; }
  fi
  bonding_late
  # of those that the conf no longer asks for
  # shellcheck disable=SC2086  # paths without blanks
  [ -n "$BONDING_ONLY" ] || bonding_remove_blocks $BONDING_BLOCKS
  bonding_gateway
  # stock's gateway_up comes next: a default route that it adds is ours to take back
  if [ -n "$gateway" ] && ! bonding_has_default4; then gateways+=("gateway $gateway"); fi
  bonding_note "${gateways[@]}"
  for name in "${BONDING_LINKS[@]}"; do
    case " $BONDING_KEPT /${BONDING_STATE[$name]}" in
      */new|*" $name "*/same) made+=("$name: started") ;;
    esac
  done
  bonding_tell "${made[@]}"
  bonding_flush_log
  umask "$BONDING_UMASK"
  return "$BONDING_RC"
}

# bonding_may_restart: returns 1, and says so, where somebody else made a bond of a name that is in the plan: stop would
# set it down, and start leave it so.  (Those of BONDNICS 15.0's own stop takes away.)
bonding_may_restart() {
  local name slaves
  [ -z "${BONDNICS[*]}" ] || return 0
  for name in $BONDING_NAMES; do
    case " $BONDING_FOUND " in *" $name "*) continue ;; esac
    slaves=
    read -r slaves 2>/dev/null < "/sys/class/net/$name/bonding/slaves"
    [ -n "$slaves" ] || continue
    bonding_fail "$name: there is one already that rc.inet1 did not make, with $slaves: restart touches nothing"
    bonding_flush_log
    return 1
  done
}

# bonding_let_go NAME: NAME is to be started by itself, and no bond of the conf has it.  Where one that was started has
# it still, takes it out.  Prints what it says; returns 1 where NAME is a link of ours that the conf no longer has.
bonding_let_go() {
  case " $BONDING_FOUND " in *" $1 "*) ;; *) return 0 ;; esac
  bonding_more || return 1
  if bonding_ours "$1"; then
    bonding_fail "$1: no longer in rc.inet1.conf: it is left as it is"
    bonding_flush_log
    return 1
  fi
  bonding_stop_one "$1"
  return 0
}

# bonding_status: prints the bonds, and what is wrong; returns 0 when nothing is, 1 otherwise.
bonding_status() {
  bonding_more && bonding_report
}

# ---------------------------------------------------------------------------------------------------
# Its end

# bonding_find [WORD]: sets BONDING_FOUND, the names that the stock script's stop is to leave alone: links
# that start made, their slaves and ports.  WORD is what rc.inet1 was called with: for stop and restart,
# the record of a start in one go tells enough.  Prints nothing; returns 1 where there are none.
bonding_find() {
  local name
  BONDING_FOUND=
  bonding_defaults
  case "$1" in stop|down|restart) bonding_read_quick && return 0 ;; esac
  bonding_more || return 1
  bonding_scan
  bonding_read_record
  for name in "${BONDING_K_NAMES[@]}"; do
    if bonding_ours "$name" || bonding_ours "${BONDING_K_MASTER[$name]:-/}" ||
        [ -n "${BONDING_R_NIC[$name]}" ]; then
      BONDING_FOUND+=" $name"
    fi
  done
  [ -n "$BONDING_FOUND" ]
}

# bonding_quick_stop: takes down what a start in one go made, in one process: its record has the requests.
# Prints nothing; returns 1 where it is not known to be all gone, or a NIC of it is still up or has an address.
bonding_quick_stop() {
  local out line name
  out=$(LC_ALL=C exec /sbin/ip -o -force -batch "$BONDING_RECORD" 2>&1) || return 1
  bonding_split "$out" $'\n'
  # the links that are up and the addresses that there are
  for line in "${BONDING_WORDS[@]}"; do
    name=${line#*: } name=${name%%[: ]*}
    case "$BONDING_FOUND " in *" $name "*|*" ${name%@*} "*) return 1 ;; esac
  done
  for name in $BONDING_QUICK; do
    [ ! -e "/sys/class/net/$name" ] || return 1
  done
}

# bonding_stop: takes down all that start built, whatever the conf says now.  bonding_find came before.
# Prints what it says; returns 0 when all of it was done, 1 otherwise.
bonding_stop() {
  local out
  : "${BONDING_RC:=0}"
  BONDING_NO_RECORD=
  if [ -n "$BONDING_QUICK" ]; then
    [ ${#BONDING_R_FILE[@]} -eq 0 ] || bonding_remove_blocks
    if bonding_quick_stop; then
      # shellcheck disable=SC2086  # names of links
      printf -v out '%s: stopped\n' $BONDING_QUICK
      bonding_split "$out" $'\n'
      bonding_tell "${BONDING_WORDS[@]}"
      # emptied and not removed: that would take as long as the rest
      printf '' 2>/dev/null > "$BONDING_RECORD"
      printf '' 2>/dev/null > /var/run/rc.inet1.batch
      BONDING_R_BOOT='' BONDING_FOUND=''
      bonding_flush_log
      return "$BONDING_RC"
    fi
    bonding_find
  fi
  bonding_more && bonding_stop_all
}

# bonding_gateway_down: takes away the default routes that are rc.inet1's, and no other.
# Prints nothing; returns 1 where there are no bonds of ours, and the stock script may go on.
bonding_gateway_down() {
  local gateway ours=$BONDING_R_GATEWAYS
  [ -n "$BONDING_FOUND$BONDING_R_BOOT" ] || return 1
  bonding_gateway
  [ -n "$BONDING_R_BOOT$ours" ] || ours=$gateway
  for gateway in $ours; do
    # gone already when somebody else took it away
    /sbin/ip route del default via "$gateway" 2>/dev/null
  done
  return 0
}

# bonding_strip_block TEXT: sets BONDING_OTHERS to TEXT without our block, to the byte.
# Returns 1 where there is none.
bonding_strip_block() {
  local begin=$'# rc.inet1: begin\n' end=$'# rc.inet1: end\n'
  BONDING_OTHERS=$1
  case $1 in *"$begin"*"$end"*) ;; *) return 1 ;; esac
  BONDING_OTHERS=${1%%"$begin"*}${1#*"$end"}
}

# bonding_remove_blocks [PATH...]: takes our blocks out again, but for those in PATH...
# Prints errors; returns 0.
bonding_remove_blocks() {
  local path old
  for path in /etc/resolv.conf /etc/hosts; do
    case " $* " in *" $path "*) continue ;; esac
    old=
    # a NUL byte: see bonding_block
    ! IFS= read -r -d '' old 2>/dev/null < "$path" || continue
    bonding_strip_block "$old" || continue
    if [ "${BONDING_R_FILE[$path]}" = new ] && [ -z "$BONDING_OTHERS" ]; then
      # not the symlink that it may be
      rm -f "$(readlink -f "$path")" && bonding_note "nofile $path"
      continue
    fi
    bonding_more && bonding_replace_file "$path" "$BONDING_OTHERS" && bonding_note "nofile $path"
  done
}
