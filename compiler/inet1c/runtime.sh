# shellcheck shell=bash
# shellcheck disable=SC2034  # some of what is set here is read by rc.inet1
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
# that are only ever added, in BONDING_RECORD:
#   boot ID             the boot that the record belongs to
#   link NAME STAMP     NAME is about to be made
#   done NAME marked|unmarked    NAME was made, wholly
#   gone NAME           NAME was taken down
#   nic NAME MASTER MAC MTU [keeps]    NAME is about to be given to MASTER; its own MAC and MTU, "keeps" where
#                       the kernel will give both back by itself
#   free NAME           NAME was given back
#   addr NAME ADDRESS   an address that start gave; noaddr: took back
#   dhcp NAME FLAGS     a DHCP client was started; nodhcp: stopped
#   gateway ADDRESS     a default route that is rc.inet1's; nogateway: no longer
#   file PATH [new]     PATH has a block of ours, and was not there before; nofile: no longer
#   ipv6 N N            autoconf and accept_ra of new links, while start holds them at 0; "ipv6 -": given back

bonding_defaults() {
  BONDING_GROUP=8023
  BONDING_RECORD=/var/run/rc.inet1.bonding
}

# ---------------------------------------------------------------------------------------------------
# What is said

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
# What the kernel has

# bonding_split TEXT SEPARATORS: cuts TEXT at any of SEPARATORS into the array BONDING_WORDS, without
# globbing.  Prints nothing; returns 0.
bonding_split() {
  local IFS=$2 flags=$-
  set -f
  # shellcheck disable=SC2206  # cutting is the purpose
  BONDING_WORDS=($1)
  case $flags in *f*) ;; *) set +f ;; esac
}

# bonding_scan [-d]: reads all links and addresses of the kernel, in one process; with -d, what ip(8) tells
# of their kind and options as well.  Prints nothing; fills the BONDING_K_ arrays, by name; returns 0.
bonding_scan() {
  local line rest name='' parent word
  unset BONDING_K_FLAGS BONDING_K_MTU BONDING_K_MASTER BONDING_K_GROUP BONDING_K_MAC BONDING_K_PARENT
  unset BONDING_K_ADDR BONDING_K_DETAIL
  declare -gA BONDING_K_FLAGS BONDING_K_MTU BONDING_K_MASTER BONDING_K_GROUP BONDING_K_MAC
  declare -gA BONDING_K_PARENT BONDING_K_ADDR BONDING_K_DETAIL
  BONDING_K_NAMES=()
  # shellcheck disable=SC2086  # -d or nothing
  bonding_split "$(LC_ALL=C exec /sbin/ip $1 addr show 2>/dev/null)" $'\n'
  for line in "${BONDING_WORDS[@]}"; do
    case $line in
      [0-9]*)
        rest=${line#*: } name=${rest%%: *} parent=
        case $name in
          *@*)  # which may also be a part of a name
            [ -e "/sys/class/net/$name" ] || { parent=${name##*@} name=${name%@*}; } ;;
        esac
        BONDING_K_NAMES+=("$name")
        BONDING_K_PARENT[$name]=$parent
        word=${rest#*<}
        BONDING_K_FLAGS[$name]=",${word%%>*},"
        word=${rest#* mtu }
        BONDING_K_MTU[$name]=${word%% *}
        case $rest in *" master "*) word=${rest#* master } BONDING_K_MASTER[$name]=${word%% *} ;; esac
        case $rest in
          *" group "*) word=${rest#* group } ;;
          *)  # iproute2 of 2013 does not print it
            read -r word 2>/dev/null < "/sys/class/net/$name/netdev_group" || word= ;;
        esac
        BONDING_K_GROUP[$name]=${word%% *} ;;
      "    link/ether "*)
        word=${line#*link/ether }
        BONDING_K_MAC[$name]=${word%% *} ;;
      "    inet6 "*" scope link "*) ;;  # goes when the link goes down
      "    inet "*|"    inet6 "*)
        word=${line#*inet* }
        BONDING_K_ADDR[$name]+=" ${word%% *} " ;;
      "    "[a-z]*) [ -z "$1" ] || BONDING_K_DETAIL[$name]+="$line " ;;
    esac
  done
}

# bonding_ours NAME: true when start made the link NAME, as last scanned: it is marked, or was about to be.
bonding_ours() {
  [ "${BONDING_K_GROUP[$1]}" = "$BONDING_GROUP" ] ||
    { [ -n "${BONDING_R_STAMP[$1]}" ] && [ "${BONDING_R_DONE[$1]}" != marked ]; }
}

# bonding_groupless: true where links are not to be marked: iproute2 before September 2013 shows no link of
# a group, neither to us nor to the admin.  Asks ip once.  Prints nothing.
bonding_groupless() {
  local version
  if [ -z "$BONDING_GROUPLESS" ]; then
    version=$(exec /sbin/ip -V 2>&1)
    BONDING_GROUPLESS=no
    case $version in *iproute2-ss[0-9]*)
      version=${version##*-ss}
      [ "${version%%[!0-9]*}" -ge 130903 ] || BONDING_GROUPLESS=yes ;;
    esac
  fi
  [ "$BONDING_GROUPLESS" = yes ]
}

# bonding_find: sets BONDING_FOUND, the names that the stock script's stop is to leave alone: links that
# start made, their slaves and ports.  Prints nothing; returns 1 where there are none.
bonding_find() {
  local name
  BONDING_FOUND=
  bonding_defaults
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

# ---------------------------------------------------------------------------------------------------
# The record

# bonding_read_record: reads the record of this boot.  Prints nothing; fills the BONDING_R_ arrays, by
# name; returns 0.
bonding_read_record() {
  local boot='' what name rest lines=()
  unset BONDING_R_STAMP BONDING_R_DONE BONDING_R_NIC BONDING_R_ADDR BONDING_R_DHCP BONDING_R_FILE
  declare -gA BONDING_R_STAMP BONDING_R_DONE BONDING_R_NIC BONDING_R_ADDR BONDING_R_DHCP BONDING_R_FILE
  BONDING_R_GATEWAYS='' BONDING_R_IPV6='' BONDING_R_BOOT=''
  [ -f "$BONDING_RECORD" ] || return 0
  read -r boot 2>/dev/null < /proc/sys/kernel/random/boot_id
  mapfile -t lines 2>/dev/null < "$BONDING_RECORD"
  # of another boot: its links are gone, and its NICs may be other ones
  [ "${lines[0]}" = "boot $boot" ] || return 0
  BONDING_R_BOOT=$boot
  for rest in "${lines[@]}"; do
    what=${rest%% *} rest=${rest#* } name=${rest%% *} rest=${rest#* }
    [ -n "$name" ] || continue
    case $what in
      link) BONDING_R_STAMP[$name]=$rest BONDING_R_DONE[$name]= ;;
      'done') BONDING_R_DONE[$name]=$rest ;;
      gone) unset "BONDING_R_STAMP[$name]" "BONDING_R_DONE[$name]" "BONDING_R_ADDR[$name]" ;;
      nic)  # the first line has the NIC's own MAC; a later one only another master
        case ${BONDING_R_NIC[$name]} in
          '') BONDING_R_NIC[$name]=$rest ;;
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
      file) BONDING_R_FILE[$name]=$rest ;;
      ipv6) case $rest in *[0-9]) BONDING_R_IPV6="$name $rest" ;; *) BONDING_R_IPV6= ;; esac ;;
      nofile) unset "BONDING_R_FILE[$name]" ;;
    esac
  done
}

# bonding_note LINE...: adds lines to the record.  Prints an error, once, where that fails; returns 0.
bonding_note() {
  [ $# -gt 0 ] && [ -z "$BONDING_NO_RECORD" ] || return 0
  if ! printf '%s\n' "$@" 2>/dev/null >> "$BONDING_RECORD"; then
    BONDING_NO_RECORD=1
    bonding_fail "no record can be kept in $BONDING_RECORD: stop will go by the kernel alone"
  fi
}

# bonding_open_record: makes the record of this boot where there is none.  Prints an error where that
# fails; returns 0.
bonding_open_record() {
  local boot=''
  BONDING_NO_RECORD=
  [ -z "$BONDING_R_BOOT" ] || return 0
  read -r boot 2>/dev/null < /proc/sys/kernel/random/boot_id
  if printf 'boot %s\n' "$boot" 2>/dev/null > "$BONDING_RECORD"; then
    BONDING_R_BOOT=$boot
  else
    BONDING_NO_RECORD=1
    bonding_fail "no record can be kept in $BONDING_RECORD: stop will go by the kernel alone"
  fi
}

# bonding_keep_runtime: leaves these functions for stop and status, which never read the plan: in
# rc.inet1.runtime, or where that cannot be written in /var/run.  Prints an error where neither can be;
# returns 0.
bonding_keep_runtime() {
  local text='' first='' file=/etc/rc.d/rc.inet1.runtime
  read -r first 2>/dev/null < "$file"
  [ "$first" != "# rc.inet1.runtime $BONDING_RUNTIME" ] || return 0
  IFS= read -r -d '' text 2>/dev/null < /etc/rc.d/rc.inet1.bonding
  text="# rc.inet1.runtime ${text#*$'\n# rc.inet1.runtime '}"
  text=${text%%$'\n# The plan.\n'*}
  (
    umask 022
    { printf '%s\n' "$text" > "$file.new" && sync && mv -f "$file.new" "$file"; } 2>/dev/null ||
      { rm -f "$file.new"; printf '%s\n' "$text" > /var/run/rc.inet1.runtime; } 2>/dev/null
  ) || bonding_fail "$file cannot be written: stop and status will not know the bonds"
}

# ---------------------------------------------------------------------------------------------------
# Requests to ip(8), many in one process

# bonding_ip ABOUT WORD...: adds one request to the batch; ABOUT is said where it fails.
# Prints nothing; returns 0.
bonding_ip() {
  BONDING_ABOUT+=("$1")
  shift
  BONDING_BATCH+=("$*")
}

# bonding_commit: runs the batch, where steps depend on what came before.  Prints errors; returns 0.
bonding_commit() {
  [ -n "$BONDING_HURRY" ] || bonding_run
}

# bonding_run: runs the batch in one process, and says what the kernel refused; in a hurry, only marks the
# links that this is about as bad.  Prints errors; returns 0.
bonding_run() {
  local line reason='' about broken=' ' file=/var/run/rc.inet1.batch out status
  [ ${#BONDING_BATCH[@]} -gt 0 ] || return 0
  if [ -z "$BONDING_NO_RECORD" ] && printf '%s\n' "${BONDING_BATCH[@]}" 2>/dev/null > "$file"; then
    out=$(LC_ALL=C exec /sbin/ip -force -batch "$file" 2>&1)
    status=$?
  else
    # /run is full or read-only: two processes more
    out=$(printf '%s\n' "${BONDING_BATCH[@]}" | LC_ALL=C /sbin/ip -force -batch - 2>&1)
    status=$?
  fi
  bonding_split "$out" $'\n'
  for line in "${BONDING_WORDS[@]}"; do
    case $line in
      "Command failed "*:[0-9]*)
        about=${BONDING_ABOUT[${line##*:} - 1]}
        if [ -n "$BONDING_HURRY" ]; then
          about=${about%%:*}
          BONDING_BAD[${BONDING_MEMBER_OF[$about]:-$about}]=1
          continue
        fi
        # of a link that could not be made, one error is enough
        case $broken in *" ${about%%:*} "*) ;; *) bonding_fail "$about: ${reason:-refused}" ;; esac
        BONDING_SAID+="$about"$'\n'
        case $about in *': cannot be made') broken+="${about%%:*} " ;; esac
        reason= ;;
      "Warning: "*) ;;
      # the first line is the reason; a page of usage may follow
      *) [ -n "$reason" ] || { reason=${line#RTNETLINK answers: } reason=${reason#Error: }; } ;;
    esac
  done
  # a word that ip itself does not take ends it at once, and what it was about is not said
  [ -z "$reason" ] || [ "$status" = 0 ] || [ -n "$BONDING_HURRY" ] || bonding_run_singly
  BONDING_BATCH=()
  BONDING_ABOUT=()
}

# bonding_run_singly: runs the batch again, in a process for each request, where ip ended before it came to
# the last one.  Prints errors that were not said yet; returns 0.
bonding_run_singly() {
  local n name out
  for ((n = 0; n < ${#BONDING_BATCH[@]}; n++)); do
    bonding_split "${BONDING_BATCH[n]}" ' '
    case ${BONDING_BATCH[n]} in
      # done already, before ip came to that word
      *" add "*" name "*) name=${BONDING_BATCH[n]#*" name "}; [ ! -e "/sys/class/net/${name%% *}" ] || continue ;;
      "tuntap add "*) [ ! -e "/sys/class/net/${BONDING_WORDS[3]}" ] || continue ;;
      "link del dev "*) [ -e "/sys/class/net/${BONDING_WORDS[3]}" ] || continue ;;
      "address del "*) /sbin/ip "${BONDING_WORDS[@]}" 2>/dev/null; continue ;;
    esac
    out=$(LC_ALL=C exec /sbin/ip "${BONDING_WORDS[@]}" 2>&1) && continue
    case "$BONDING_SAID" in *$'\n'"${BONDING_ABOUT[n]}"$'\n'*) continue ;; esac
    out=${out%%$'\n'*} out=${out#RTNETLINK answers: }
    bonding_fail "${BONDING_ABOUT[n]}: ${out#Error: }"
    BONDING_SAID+="${BONDING_ABOUT[n]}"$'\n'
  done
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
# Steps of the plan.  The first words of each are the interface that it is about.

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

# bonding_begin NAME...: opens a start of everything, or of NAME... and what they stand on.
# Prints nothing; returns 0.
bonding_begin() {
  bonding_defaults
  unset BONDING_KIND BONDING_STAMP BONDING_NEEDS BONDING_STATE BONDING_MEMBER_OF BONDING_MEMBER_MAC
  unset BONDING_PLANNED BONDING_BAD BONDING_LINE BONDING_FILLED
  declare -gA BONDING_KIND BONDING_STAMP BONDING_NEEDS BONDING_STATE BONDING_MEMBER_OF BONDING_MEMBER_MAC
  declare -gA BONDING_PLANNED BONDING_BAD BONDING_LINE BONDING_FILLED
  BONDING_HURRY='' BONDING_AGAIN=''
  BONDING_LINKS=() BONDING_MEMBERS=() BONDING_BATCH=() BONDING_ABOUT=() BONDING_NOTES=()
  BONDING_WAITS=() BONDING_CHECKS=() BONDING_DHCP=() BONDING_SLAAC=()
  BONDING_ONLY="$*"
  BONDING_ONLY_NIC=
  BONDING_SAID=$'\n' BONDING_BLOCKS=
  : "${BONDING_RC:=0}"
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
        bonding_tell "$name: no longer in rc.inet1.conf: taken down"
        down+=("$name")
      fi
    done
    for nic in "${!BONDING_R_NIC[@]}"; do
      master=${BONDING_R_NIC[$nic]%% *}
      [ "${BONDING_MEMBER_OF[$nic]}" != "$master" ] && [ "${BONDING_K_MASTER[$nic]}" = "$master" ] &&
        bonding_ours "$master" || continue
      bonding_tell "$nic: no longer in $master: given back"
      bonding_release "$master" "$nic"
    done
  fi
  if [ ${#down[@]} -gt 0 ]; then
    bonding_take_down "${down[@]}"
    for name in "${BONDING_LINKS[@]}"; do
      [ "${BONDING_STATE[$name]}" = same ] && [ -z "${BONDING_K_FLAGS[$name]}" ] && BONDING_STATE[$name]=new
    done
  fi
  bonding_load_modules
  bonding_hold_ipv6
  bonding_may_hurry
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_STATE[$name]}" = new ] && BONDING_NOTES+=("link $name ${BONDING_STAMP[$name]}")
  done
  for member in "${BONDING_MEMBERS[@]}"; do
    master=${member%% *} nic=${member#* }
    if bonding_selected "$master" || [ "$nic" = "$BONDING_ONLY_NIC" ]; then
      [ -n "${BONDING_KIND[$nic]}" ] || bonding_ready "$master" "$nic"
    fi
  done
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
}

# bonding_may_hurry: decides whether this start is tried in one batch, looked over once at the end: two
# processes, however many bonds.  That needs options over netlink, and nothing there that is to be kept.
# What fails is done again, step by step.  Prints nothing; sets BONDING_HURRY; returns 0.
bonding_may_hurry() {
  local name release=''
  BONDING_HURRY=
  [ -z "$BONDING_SLOW$BONDING_ONLY_NIC" ] || return 0
  for name in "${BONDING_LINKS[@]}"; do
    case ${BONDING_STATE[$name]}${BONDING_KIND[$name]} in
      same*|failed*) [ "${BONDING_KIND[$name]}" = tuntap ] || return 0 ;;
    esac
  done
  # 3.13 to 3.16 know some of them only; before 3.14, none
  read -r release 2>/dev/null < /proc/sys/kernel/osrelease
  [ "${release%%.*}" -ge 4 ] && BONDING_HURRY=1
  return 0
}

# bonding_hold_ipv6: links that are made now are not to autoconfigure themselves, as in 15.0; it is their
# default that is changed, for as long as they are made.  Prints nothing; returns 0.
bonding_hold_ipv6() {
  local conf=/proc/sys/net/ipv6/conf/default autoconf='' accept_ra=''
  bonding_release_ipv6
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
  [ -n "$need" ] && [ ! -e /sys/class/net/bonding_masters ] || return 0
  # max_bonds=0: no bond0 that nobody asked for
  /sbin/modprobe bonding max_bonds=0 2>/dev/null
  [ ! -e /sys/class/net/bonding_masters ] || return 0
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
  case ${BONDING_K_FLAGS[$nic]} in *,UP,*)
    bonding_stop_client "$nic"
    # down first: the kernel refuses to enslave a NIC that is up
    bonding_ip "$nic: cannot be set down" link set dev "$nic" down ;;
  esac
  if [ -n "${BONDING_K_ADDR[$nic]}" ]; then
    bonding_tell "$nic: had${BONDING_K_ADDR[$nic]}, taken away: a member of $master has no address of its own"
    bonding_ip "$nic: its addresses cannot be taken away" address flush dev "$nic"
  fi
  [ -z "$mac" ] || [ "$mac" = "${BONDING_K_MAC[$nic]}" ] ||
    bonding_ip "$nic: MAC $mac" link set dev "$nic" address "$mac"
}

# bonding_stop_client NIC: ends a DHCP client that holds NIC.  Prints what it says; returns 0.
bonding_stop_client() {
  local pidfile pid
  for pidfile in "/var/run/dhcpcd-$1.pid" "/run/dhcpcd-$1.pid" "/run/dhcpcd/$1.pid" "/var/run/dhcpcd/$1.pid" \
      "/run/dhcpcd/$1-4.pid" "/run/dhcpcd/$1-6.pid" "/var/run/dhclient-$1.pid" "/var/run/dhclient.$1.pid"; do
    [ -f "$pidfile" ] || continue
    pid=
    read -r pid 2>/dev/null < "$pidfile"
    [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || continue
    bonding_tell "$1: the DHCP client that held it is ended"
    case $pidfile in
      *-4.pid) /sbin/dhcpcd -4 -k "$1" >/dev/null 2>&1 ;;
      *-6.pid) /sbin/dhcpcd -6 -k "$1" >/dev/null 2>&1 ;;
      *dhcpcd*) /sbin/dhcpcd -k "$1" >/dev/null 2>&1 ;;
    esac
    kill "$pid" 2>/dev/null
  done
}

# bonding_add NAME PARENT WORD...: adds the request that makes the link NAME, over PARENT where that is not
# empty, and marks it; WORD... is what follows "type".  Prints nothing; returns 0.
bonding_add() {
  local name=$1 words=()
  [ -z "$2" ] || words+=(link "$2")
  # "dev", not "name": with that, older versions of iproute2 do not take the group
  words+=(dev "$name")
  [ -z "$BONDING_HURRY" ] && bonding_groupless || words+=(group "$BONDING_GROUP")
  shift 2
  bonding_ip "$name: cannot be made" link add "${words[@]}" type "$@"
}

# bonding_create NAME WORD...: makes the link; WORD... is what follows "type" in ip link add.
# Prints nothing; returns 0.
bonding_create() {
  local name=$1
  [ "${BONDING_STATE[$name]}" = new ] || return 0
  shift
  BONDING_LINE[$name]=${#BONDING_BATCH[@]}
  bonding_add "$name" '' "$@"
}

# bonding_create_vlan NAME PARENT WORD...: makes a VLAN.  Prints nothing; returns 0.
bonding_create_vlan() {
  local name=$1 parent=$2
  [ "${BONDING_STATE[$name]}" = new ] || return 0
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
  [ -z "$BONDING_HURRY" ] || return 0
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
  case ${BONDING_STATE[$1]}$BONDING_HURRY in
    new) ;;
    new1) bonding_hurry_option "$1" "${2/peer_notif_/peer_notify_}" "$3" "$2"; return 0 ;;
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
      all_slaves_active:0 num_grat_arp:1 resend_igmp:1 lp_interval:1 packets_per_slave:1; do
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
  local entry option value targets=''
  bonding_leaks "$1"
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

# bonding_hurry_option BOND NAME VALUE [FILE]: sets an option through ip(8): in the request that makes the
# bond, or after its slaves.  FILE is its name in sysfs, for looking it over.  Prints nothing; returns 0.
bonding_hurry_option() {
  if [ -z "${BONDING_FILLED[$1]}" ]; then
    BONDING_BATCH[${BONDING_LINE[$1]}]+=" $2 $3"
  else
    bonding_ip "$1: $2 $3" link set dev "$1" type bond "$2" "$3"
  fi
  BONDING_CHECKS+=("$1 $2 $3/$1: $2 $3/$4")
}

# bonding_arp_targets BOND ADDRESS...: sets arp_ip_target through sysfs, which takes one at a time.
# Prints errors; returns 0.
bonding_arp_targets() {
  local bond=$1 now='' address file=/sys/class/net/$1/bonding/arp_ip_target
  bonding_selected "$bond" || return 0
  shift
  if [ -n "$BONDING_HURRY" ]; then
    address=$*
    bonding_hurry_option "$bond" arp_ip_target "${address// /,}"
    return 0
  fi
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
  case $*$BONDING_HURRY in "$*1"|*[!0-9]*) file=/ ;; esac
  if [ ! -f "$file" ]; then
    bonding_ip "$bridge: $name $*" link set dev "$bridge" type bridge "$name" "$@"
    return 0
  fi
  read -r now 2>/dev/null < "$file"
  [ "$now" != "$1" ] || return 0
  bonding_write "$file" "$1" || bonding_fail "$bridge: $name $1: $BONDING_REASON"
}

# bonding_checked_option NAME KIND OPTION VALUE: as bonding_ip_option, and read back at the end: a kernel
# that is older than an option ignores it, and ip(8) says that all is well.  Prints nothing; returns 0.
bonding_checked_option() {
  bonding_selected "$1" || return 0
  if [ -n "$BONDING_HURRY" ]; then
    bonding_hurry_option "$1" "$3" "$4"
    return 0
  fi
  bonding_ip_option "$@"
  BONDING_CHECKS+=("$1 $3 $4/$1: $3 $4")
}

# bonding_slave BOND NIC: enslaves NIC.  Prints errors; returns 0.
bonding_slave() {
  local bond=$1 nic=$2 owner=${BONDING_K_MASTER[$2]}
  bonding_wants_member "$bond" "$nic" || return 0
  BONDING_FILLED[$bond]=1
  if [ -n "$BONDING_HURRY" ]; then
    # through ip a NIC would be taken from anybody
    if [ -z "${BONDING_K_FLAGS[$nic]}" ] || { [ -n "$owner" ] && ! bonding_ours "$owner"; }; then
      BONDING_BAD[$bond]=1
    else
      bonding_ip "$bond: its slave $nic" link set dev "$nic" master "$bond"
    fi
  elif [ "$owner" = "$bond" ] && [ "${BONDING_STATE[$bond]}" != new ]; then
    return 0
  elif [ ! -e "/sys/class/net/$nic" ]; then
    bonding_fail "$bond: its slave $nic is not there"
  elif bonding_write "/sys/class/net/$bond/bonding/slaves" "+$nic"; then
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
  if [ -n "$BONDING_HURRY" ]; then
    bonding_ip "$1: $3 $2:$4" link set dev "$2" type bond_slave "$3" "$4"
    BONDING_CHECKS+=("$2 $3 $4/$1: $3 $2:$4")
    return 0
  fi
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
  [ -e "/sys/class/net/$1" ] && return 0
  bonding_fail "$2: belongs to $1, which is not up"
  return 1
}

# bonding_enslaved BOND: a bond with no slave stays down, and no VLAN is made on it: an address there would
# answer to nobody.  Prints errors; returns 0.
bonding_enslaved() {
  local slaves='' name
  bonding_selected "$1" && [ -z "$BONDING_HURRY" ] || return 0
  read -r slaves 2>/dev/null < "/sys/class/net/$1/bonding/slaves"
  [ -z "$slaves" ] || return 0
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
    [ "${BONDING_STATE[$bridge]}" != new ] && return 0
  if [ -n "$BONDING_HURRY" ]; then
    # through ip a NIC would be taken from anybody
    if [ -n "$owner" ] && ! bonding_ours "$owner" ||
        { [ -z "${BONDING_KIND[$nic]}" ] && [ -z "${BONDING_K_FLAGS[$nic]}" ]; }; then
      BONDING_BAD[$bridge]=1
      return 0
    fi
  elif [ -z "${BONDING_KIND[$nic]}" ] && [ ! -e "/sys/class/net/$nic" ]; then
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
# Prints nothing (a kernel may lack one); returns 0.
bonding_ipv6() {
  local conf=/proc/sys/net/ipv6/conf/$1
  bonding_selected "$1" || return 0
  # in a hurry, the link is only now made
  [ -d "$conf" ] || bonding_run
  [ -d "$conf" ] || return 0
  shift
  while [ $# -gt 1 ]; do
    bonding_write "$conf/$1" "$2"
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

# bonding_await: waits for all bonds together, no longer than it must; a bond with one good slave is
# ready.  Says which are not.  Prints what it says; returns 0.
bonding_await() {
  local start entry bond left=("${BONDING_WAITS[@]}") still
  [ ${#left[@]} -gt 0 ] || return 0
  bonding_clock
  start=$BONDING_NOW
  while :; do
    still=()
    for entry in "${left[@]}"; do
      bond=${entry%% *}
      bonding_waits_for "$bond" || continue
      if ((BONDING_NOW - start >= ${entry#* } * 100)); then
        bonding_not_ready "$bond"
      else
        still+=("$entry")
      fi
    done
    left=("${still[@]}")
    [ ${#left[@]} -gt 0 ] || break
    sleep 0.1
    bonding_clock
  done
}

# bonding_not_ready BOND: says why BOND is not ready.  Prints; returns 0.
bonding_not_ready() {
  local carrier=0 slaves=''
  read -r carrier 2>/dev/null < "/sys/class/net/$1/carrier"
  read -r slaves 2>/dev/null < "/sys/class/net/$1/bonding/slaves"
  if [ "$carrier" = 1 ]; then
    bonding_fail "$1: $(bonding_no_partner "$slaves")"
  else
    bonding_fail "$1: no carrier on ${slaves// /, }"
  fi
}

# bonding_no_partner SLAVES: prints the verdict on a bond in 802.3ad that hears no LACP; returns 0.
bonding_no_partner() {
  printf '%s' "the switch does not answer LACP on ${1// /, }: static trunk? use balance-xor or balance-rr, or turn LACP on there"
}

# bonding_gateway6 ADDRESS [DEVICE]: a default route for IPv6 where there is none.  For IPv4 the stock
# script's gateway_up does it.  Prints errors; returns 0.
bonding_gateway6() {
  [ -z "$2" ] || bonding_selected "$2" || return 0
  bonding_has_default6 && return 0
  # -6 cannot stand in a batch
  BONDING_REASON=$(LC_ALL=C exec /sbin/ip -6 route add default via "$1" ${2:+dev "$2"} 2>&1) ||
    bonding_fail "GATEWAY6 $1: ${BONDING_REASON#RTNETLINK answers: }"
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

# bonding_has_default6: true when there is an IPv6 default route.
bonding_has_default6() {
  local lines line
  mapfile -t lines 2>/dev/null < /proc/net/ipv6_route
  for line in "${lines[@]}"; do
    # the kernel keeps a route to nowhere on lo
    case $line in "00000000000000000000000000000000 00 "*" lo") ;;
      "00000000000000000000000000000000 00 "*) return 0 ;;
    esac
  done
  return 1
}

# bonding_dhcp NAME TIMEOUT FLAGS WORD...: dhcpcd(8) is to run on NAME, with WORD...; FLAGS (-4, -6 or
# none) is what it takes to end it.  Prints nothing; returns 0.
bonding_dhcp() {
  bonding_selected "$1" || return 0
  if [ "${BONDING_STATE[$1]}" = same ] && [ -n "${BONDING_R_DHCP[$1]}" ] && bonding_has_client "$1"; then
    return 0
  fi
  local name=$1 timeout=$2 flags=$3
  shift 3
  BONDING_NOTES+=("dhcp $name ${flags:-both}")
  BONDING_DHCP+=("$name")
  {
    echo "$name: polling for DHCP server"
    # shellcheck disable=SC2086  # FLAGS is one word or none
    /sbin/dhcpcd -t "$timeout" $flags "$@" "$name"
  } &
  BONDING_DHCP_PIDS+=("$!")
}

# bonding_has_client NAME: true when a DHCP client runs on NAME.
bonding_has_client() {
  local pidfile pid=
  for pidfile in "/var/run/dhcpcd-$1.pid" "/run/dhcpcd/$1.pid" "/run/dhcpcd/$1-4.pid" "/run/dhcpcd/$1-6.pid" \
      "/run/dhcpcd-$1.pid" "/var/run/dhcpcd/$1.pid" "/run/dhcpcd-$1-4.pid" "/run/dhcpcd-$1-6.pid"; do
    [ -f "$pidfile" ] && read -r pid 2>/dev/null < "$pidfile" && kill -0 "$pid" 2>/dev/null && return 0
  done
  return 1
}

# bonding_await_dhcp: waits for all DHCP clients together.  Prints what it says; returns 0.
bonding_await_dhcp() {
  local i
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
  for ((i = 0; i < ${#BONDING_DHCP[@]}; i++)); do
    # the link stays up: a lease may come later, and the network above it may need no address
    wait "${BONDING_DHCP_PIDS[i]}" || bonding_fail "${BONDING_DHCP[i]}: failed to obtain DHCP lease"
  done
  BONDING_DHCP=() BONDING_DHCP_PIDS=()
}

# bonding_slaac NAME TIMEOUT: start is to wait for an autoconfigured address.  Prints nothing; returns 0.
bonding_slaac() {
  bonding_selected "$1" && BONDING_SLAAC+=("$1 $2")
  return 0
}

# bonding_await_slaac: waits for all autoconfigured addresses together.  Prints what it says; returns 0.
bonding_await_slaac() {
  local entry name left=("${BONDING_SLAAC[@]}") still start
  [ ${#left[@]} -gt 0 ] || return 0
  bonding_clock
  start=$BONDING_NOW
  while :; do
    still=()
    for entry in "${left[@]}"; do
      name=${entry%% *}
      [ -z "$(/sbin/ip -6 address show dynamic scope global dev "$name" 2>/dev/null)" ] || continue
      if ((BONDING_NOW - start >= ${entry#* } * 100)); then
        bonding_fail "$name: no router announced itself in ${entry#* } seconds"
      else
        still+=("$entry")
      fi
    done
    left=("${still[@]}")
    [ ${#left[@]} -gt 0 ] || break
    sleep 0.5
    bonding_clock
  done
}

# ---------------------------------------------------------------------------------------------------
# Blocks in /etc/resolv.conf and /etc/hosts

# bonding_strip_block TEXT: sets BONDING_TEXT to TEXT without our block, to the byte.
# Returns 1 where there is none.
bonding_strip_block() {
  local begin=$'# rc.inet1: begin\n' end=$'# rc.inet1: end\n'
  BONDING_TEXT=$1
  case $1 in *"$begin"*"$end"*) ;; *) return 1 ;; esac
  BONDING_TEXT=${1%%"$begin"*}${1#*"$end"}
}

# bonding_replace_file PATH TEXT: replaces PATH with TEXT at once: a copy, synced and renamed.
# Prints errors; returns 1 where that fails and PATH stays as it is.
bonding_replace_file() {
  local path
  path=$(readlink -f "$1") && [ -n "$path" ] || path=$1
  # the copy has the owner and the mode of the old one
  { [ ! -e "$path" ] || cp -p "$path" "$path.rc.inet1" 2>/dev/null; } &&
    printf '%s' "$2" 2>/dev/null > "$path.rc.inet1" && sync && mv -f "$path.rc.inet1" "$path" 2>/dev/null &&
    return 0
  rm -f "$path.rc.inet1" 2>/dev/null
  bonding_fail "$1: cannot be written"
  return 1
}

# bonding_block PATH LINE...: puts LINE... into a block of ours at the top of PATH, the rest of it kept.
# Prints what it says; returns 0.
bonding_block() {
  local path=$1 old='' line block=$'# rc.inet1: begin\n'
  [ -z "$BONDING_ONLY$BONDING_AGAIN" ] || return 0
  shift
  IFS= read -r -d '' old 2>/dev/null < "$path"
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
  [ "$old" = "$block$BONDING_TEXT" ] && return 0
  if [ -e "$path" ] && [ "${BONDING_R_FILE[$path]}" != new ]; then
    bonding_note "file $path"
  else
    bonding_note "file $path new"
  fi
  bonding_replace_file "$path" "$block$BONDING_TEXT"
}

# bonding_remove_blocks [PATH...]: takes our blocks out again, but for those in PATH...
# Prints errors; returns 0.
bonding_remove_blocks() {
  local path old
  for path in /etc/resolv.conf /etc/hosts; do
    case " $* " in *" $path "*) continue ;; esac
    old=
    IFS= read -r -d '' old 2>/dev/null < "$path"
    bonding_strip_block "$old" || continue
    if [ "${BONDING_R_FILE[$path]}" = new ] && [ -z "$BONDING_TEXT" ]; then
      # not the symlink that it may be
      rm -f "$(readlink -f "$path")" && bonding_note "nofile $path"
      continue
    fi
    bonding_replace_file "$path" "$BONDING_TEXT" && bonding_note "nofile $path"
  done
}

# ---------------------------------------------------------------------------------------------------
# The end of a start

# bonding_settle: runs what is in the batch and takes back what is no longer in the plan.
# Prints errors; returns 0.
bonding_settle() {
  local name address entry word about promote promoting=() hurried='' mark=marked
  bonding_run
  bonding_release_ipv6
  if [ -n "$BONDING_HURRY" ]; then
    bonding_look_over
    BONDING_HURRY='' hurried=1
    [ -z "$BONDING_AGAIN" ] || return 0
  fi
  [ "$BONDING_GROUPLESS" != yes ] || mark=unmarked
  for name in "${BONDING_LINKS[@]}"; do
    bonding_selected "$name" || continue
    for address in ${BONDING_R_ADDR[$name]}; do
      case ${BONDING_PLANNED[$name]} in *" $address "*) continue ;; esac
      case ${BONDING_K_ADDR[$name]} in *" $address "*)
        # or else a new one of the same subnet would go with it, and all routes through both
        promote=/proc/sys/net/ipv4/conf/$name/promote_secondaries
        read -r word 2>/dev/null < "$promote" && [ "$word" = 0 ] && bonding_write "$promote" 1 &&
          promoting+=("$promote")
        bonding_ip "$name: old address $address" address del "$address" dev "$name" ;;
      esac
      BONDING_NOTES+=("noaddr $name $address")
    done
    [ "${BONDING_STATE[$name]}" = new ] && { [ -n "$hurried" ] || [ -e "/sys/class/net/$name" ]; } &&
      BONDING_NOTES+=("done $name $mark")
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

# bonding_look_over: compares what a start in a hurry made with what it was to make, in one process.
# What is not right is taken down again, to be done step by step: that tells what the kernel refuses, and
# makes the best of it.  Prints errors; sets BONDING_AGAIN; returns 0.
bonding_look_over() {
  local name entry line words value word only="group $BONDING_GROUP" bad=()
  local -A have=()
  for entry in "${BONDING_CHECKS[@]}"; do
    [ -z "${BONDING_MEMBER_OF[${entry%% *}]}" ] || only=
  done
  # shellcheck disable=SC2086  # two words or none
  bonding_split "$(LC_ALL=C exec /sbin/ip -d -o link show $only 2>/dev/null)" $'\n'
  for line in "${BONDING_WORDS[@]}"; do
    name=${line#*: } name=${name%%: *}
    have[${name%%@*}]="${line#*<} "
  done
  # slaves and addresses: the kernel answered each request, and a refusal has been noted
  for name in "${BONDING_LINKS[@]}"; do
    bonding_selected "$name" || continue
    case ,${have[$name]%%>*},${BONDING_STATE[$name]} in *,UP,*|*,same) ;; *) BONDING_BAD[$name]=1 ;; esac
  done
  for entry in "${BONDING_CHECKS[@]}"; do
    # LINK WORDS/WHAT IS SAID OF IT/FILE
    words=${entry%%/*} name=${words%% *} words=${words#* }
    case ${have[$name]} in *" $words "*) continue ;; esac
    # ip may word it in another way than sysfs
    value=
    read -r value 2>/dev/null < "/sys/class/net/$name/bonding/${entry##*/}"
    for word in $value; do [ "$word" != "${words#* }" ] || continue 2; done
    BONDING_BAD[${BONDING_MEMBER_OF[$name]:-$name}]=1
  done
  bonding_look_for_leaks
  BONDING_CHECKS=()
  for name in "${BONDING_LINKS[@]}"; do
    bonding_selected "$name" && [ -n "${BONDING_BAD[$name]}" ] && bad+=("$name")
  done
  [ ${#bad[@]} -gt 0 ] || return 0
  for name in "${BONDING_LINKS[@]}"; do
    bonding_selected "$name" && [ -z "${BONDING_BAD[$name]}" ] && BONDING_NOTES+=("done $name marked")
  done
  BONDING_AGAIN=1 BONDING_HURRY=''
  if bonding_groupless; then
    # what was marked cannot be seen; all of it goes
    for name in "${BONDING_LINKS[@]}"; do
      [ -z "${have[$name]}" ] || bonding_ip "$name: cannot be removed" link del dev "$name"
      BONDING_STATE[$name]=
    done
    BONDING_SAID=$'\n'
    bonding_run
    return 0
  fi
  bonding_scan
  bonding_note "${BONDING_NOTES[@]}"
  BONDING_NOTES=()
  bonding_read_record
  bonding_take_down "${bad[@]}"
  for name in "${BONDING_LINKS[@]}"; do BONDING_STATE[$name]=; done
}

# bonding_look_for_leaks: marks all new bonds as bad where one, the first of each mode, has an option from
# how the module was loaded.  Prints nothing; returns 0.
bonding_look_for_leaks() {
  local name entry mode modes=' ' planned="/${BONDING_CHECKS[*]}" leaked=''
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_KIND[$name]}${BONDING_STATE[$name]}" = bondnew ] || continue
    mode=
    read -r mode 2>/dev/null < "/sys/class/net/$name/bonding/mode"
    case $modes in *" ${mode%% *} "*) continue ;; esac
    modes+="${mode%% *} "
    bonding_leaks "$name"
    for entry in $BONDING_LEAKED; do
      case ${entry%:*}$planned in
        *"/$name: ${entry%:*} "*|arp_ip_target*"/$name: arp_interval "*) ;;
        *) leaked=1 ;;
      esac
    done
  done
  [ -n "$leaked" ] || return 0
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_KIND[$name]}${BONDING_STATE[$name]}" != bondnew ] || BONDING_BAD[$name]=1
  done
}

# bonding_start [NAME...]: builds what the plan has, or NAME... and what they stand on.
# Prints what it says; returns 0 when all of it was done, 1 otherwise.
bonding_start() {
  local name gateways=() made=()
  BONDING_SLOW=
  bonding_begin "$@"
  bonding_plan
  if [ -n "$BONDING_AGAIN" ]; then
    BONDING_SLOW=1
    bonding_begin "$@"
    bonding_plan
  fi
  # of those that the conf no longer asks for
  # shellcheck disable=SC2086  # paths without blanks
  [ -n "$BONDING_ONLY" ] || bonding_remove_blocks $BONDING_BLOCKS
  # one of ours that the conf no longer has is in the way of its successor
  for name in $BONDING_R_GATEWAYS; do
    [ -z "$BONDING_ONLY" ] && [ "$name" != "$GATEWAY" ] || continue
    /sbin/ip route del default via "$name" 2>/dev/null
    gateways+=("nogateway $name")
  done
  # stock's gateway_up comes next: a default route that it adds is ours to take back
  if [ -n "$GATEWAY" ] && ! bonding_has_default4; then gateways+=("gateway $GATEWAY"); fi
  bonding_note "${gateways[@]}"
  for name in "${BONDING_LINKS[@]}"; do
    [ "${BONDING_STATE[$name]}" = new ] && made+=("$name: started")
  done
  bonding_tell "${made[@]}"
  bonding_flush_log
  return "$BONDING_RC"
}

# ---------------------------------------------------------------------------------------------------
# Taking down

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
    [ "$mtu" = "${BONDING_K_MTU[$nic]}" ] || bonding_ip "$nic: its own MTU $mtu" link set dev "$nic" mtu "$mtu"
    unset "BONDING_R_NIC[$nic]"
    BONDING_NOTES+=("free $nic")
  done
}

# bonding_take_down NAME...: takes down the links NAME..., all of ours that stand on them, and gives
# their NICs back.  Scans before and after.  Prints errors; returns 0.
bonding_take_down() {
  local name master names nics=() all=1 plain=1
  bonding_above "$@"
  names=("${BONDING_NAMES_ABOVE[@]}")
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
    for name in "${names[@]}"; do unset "BONDING_K_FLAGS[$name]" "BONDING_K_GROUP[$name]"; done
    for name in "${nics[@]}"; do
      # as the record has it: what was scanned was the bond's
      master=${BONDING_R_NIC[$name]#* }
      BONDING_K_MAC[$name]=${master%% *} master=${master#* }
      BONDING_K_MTU[$name]=${master%% *} BONDING_K_MASTER[$name]='' BONDING_K_FLAGS[$name]=,
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

# bonding_stop_dhcp NAME: ends the DHCP client that start started on NAME.  Prints nothing; returns 0.
bonding_stop_dhcp() {
  local flags=${BONDING_R_DHCP[$1]}
  [ -n "$flags" ] || return 0
  [ "$flags" != both ] || flags=
  # shellcheck disable=SC2086  # FLAGS is one word or none
  /sbin/dhcpcd $flags -k "$1" >/dev/null 2>&1
  BONDING_NOTES+=("nodhcp $1")
}

# bonding_stop: takes down all that start built, whatever the conf says now.  bonding_find came before.
# Prints what it says; returns 0 when all of it was done, 1 otherwise.
bonding_stop() {
  local name names=() gone=()
  : "${BONDING_RC:=0}"
  BONDING_BATCH=() BONDING_ABOUT=() BONDING_NOTES=() BONDING_NO_RECORD=
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
    bonding_tell "${gone[@]}"
  fi
  # NICs of a start that was cut short before their bond was there
  bonding_give_back "${!BONDING_R_NIC[@]}"
  bonding_commit
  # the record goes when nothing is left that it speaks of
  for name in "${BONDING_K_NAMES[@]}"; do
    if bonding_ours "$name"; then bonding_flush_log; return 1; fi
  done
  rm -f "$BONDING_RECORD" /var/run/rc.inet1.batch /var/run/rc.inet1.runtime 2>/dev/null
  BONDING_R_BOOT=
  bonding_flush_log
  return "$BONDING_RC"
}

# bonding_gateway_down: takes away the default routes that are rc.inet1's, and no other.
# Prints nothing; returns 1 where there are no bonds of ours, and the stock script may go on.
bonding_gateway_down() {
  local gateway
  [ -n "$BONDING_FOUND$BONDING_R_BOOT" ] || return 1
  for gateway in ${BONDING_R_GATEWAYS:-$([ -n "$BONDING_R_BOOT" ] || echo "$GATEWAY")}; do
    # gone already when somebody else took it away
    /sbin/ip route del default via "$gateway" 2>/dev/null
  done
  return 0
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
# bonding_find came before.
# Prints what it says; returns 0 when that was done, 1 otherwise.
bonding_restart_one() {
  local names
  bonding_above "$1"
  names=("${BONDING_NAMES_ABOVE[@]}")
  bonding_stop_one "$1"
  bonding_start "${names[@]}"
}

# ---------------------------------------------------------------------------------------------------
# Status

# bonding_wrong TEXT: a verdict.  Prints nothing; returns 0.
bonding_wrong() {
  BONDING_VERDICTS+=("$*")
}

# bonding_read_bond BOND: reads what the driver says of BOND in /proc/net/bonding.  Prints nothing; sets
# BONDING_B_SLAVES and, by slave, BONDING_B_LINK, _SPEED, _FAILURES, _AGGREGATOR; returns 0.
bonding_read_bond() {
  local lines=() line value slave=''
  unset BONDING_B_LINK BONDING_B_SPEED BONDING_B_FAILURES BONDING_B_AGGREGATOR
  declare -gA BONDING_B_LINK BONDING_B_SPEED BONDING_B_FAILURES BONDING_B_AGGREGATOR
  BONDING_B_SLAVES=()
  mapfile -t lines 2>/dev/null < "/proc/net/bonding/$1"
  for line in "${lines[@]}"; do
    value=${line#*: }
    case $line in
      "Slave Interface: "*) slave=$value; BONDING_B_SLAVES+=("$slave") ;;
      *) [ -n "$slave" ] || continue
        case $line in
          "MII Status: "*) BONDING_B_LINK[$slave]=$value ;;
          "Speed: "*) BONDING_B_SPEED[$slave]=$value ;;
          "Link Failure Count: "*) BONDING_B_FAILURES[$slave]=$value ;;
          "Aggregator ID: "*) BONDING_B_AGGREGATOR[$slave]=$value ;;
        esac ;;
    esac
  done
}

# bonding_lower NAME: sets BONDING_LOWER to what NAME stands on, as last scanned.
bonding_lower() {
  local name
  BONDING_LOWER=()
  if [ -d "/sys/class/net/$1/bonding" ]; then
    bonding_read_bond "$1"
    BONDING_LOWER=("${BONDING_B_SLAVES[@]}")
  elif [ -d "/sys/class/net/$1/bridge" ]; then
    for name in "${BONDING_K_NAMES[@]}"; do
      [ "${BONDING_K_MASTER[$name]}" != "$1" ] || BONDING_LOWER+=("$name")
    done
  elif [ -n "${BONDING_K_PARENT[$1]}" ] && [ -n "${BONDING_K_FLAGS[${BONDING_K_PARENT[$1]}]}" ] &&
      [ -e "/proc/net/vlan/$1" ]; then
    BONDING_LOWER=("${BONDING_K_PARENT[$1]}")
  fi
}

# bonding_show NAME INDENT: prints NAME and what it stands on; returns 0.
bonding_show() {
  local name=$1 indent=$2 state=down what='' lower value=''
  case ${BONDING_K_FLAGS[$name]} in
    *,UP,*LOWER_UP*) state='up, carrier' ;;
    *,UP,*) state='up, no carrier' ;;
  esac
  if [ -d "/sys/class/net/$name/bonding" ]; then
    read -r value 2>/dev/null < "/sys/class/net/$name/bonding/mode"
    what=${value%% *}
    value=
    read -r value 2>/dev/null < "/sys/class/net/$name/bonding/active_slave"
    [ -z "$value" ] || state+=", active slave $value"
    bonding_ours "$name" || state+=', not made by rc.inet1'
  elif [ -d "/sys/class/net/$name/bridge" ]; then
    what=bridge
  elif [ -e "/proc/net/vlan/$name" ]; then
    what=VLAN
  fi
  bonding_split "${BONDING_K_ADDR[$name]}" ' '
  printf '%s%s%s: %s%s\n' "$indent" "$name" "${what:+ ($what)}" "$state" \
    "${BONDING_WORDS[*]:+, ${BONDING_WORDS[*]}}"
  case " $BONDING_SHOWN " in *" $name "*) return 0 ;; esac
  BONDING_SHOWN+=" $name"
  bonding_lower "$name"
  for lower in "${BONDING_LOWER[@]}"; do
    if [ -d "/sys/class/net/$name/bonding" ]; then
      printf '%s  %s: link %s, %s, %s failures%s\n' "$indent" "$lower" "${BONDING_B_LINK[$lower]:-unknown}" \
        "${BONDING_B_SPEED[$lower]:-speed unknown}" "${BONDING_B_FAILURES[$lower]:-0}" \
        "${BONDING_B_AGGREGATOR[$lower]:+, aggregator ${BONDING_B_AGGREGATOR[$lower]}}"
    else
      bonding_show "$lower" "$indent  "
    fi
  done
}

# bonding_judge BOND: adds the verdicts on a bond's health.  Prints nothing; returns 0.
bonding_judge() {
  local bond=$1 slave mode='' value='' partner='' first='' arp=0 mii=0
  bonding_read_bond "$bond"
  read -r mode 2>/dev/null < "/sys/class/net/$bond/bonding/mode"
  read -r mii 2>/dev/null < "/sys/class/net/$bond/bonding/miimon"
  read -r arp 2>/dev/null < "/sys/class/net/$bond/bonding/arp_interval"
  [ "$mii$arp" != 00 ] || bonding_wrong "$bond: no link is watched (miimon is 0): a dead one goes unseen"
  [ ${#BONDING_B_SLAVES[@]} -gt 0 ] || bonding_wrong "$bond: has no slave"
  case ${BONDING_K_FLAGS[$bond]} in
    *,UP,*LOWER_UP*) ;;
    *,UP,*) bonding_wrong "$bond: has no carrier" ;;
    *) bonding_wrong "$bond: is down" ;;
  esac
  for slave in "${BONDING_B_SLAVES[@]}"; do
    [ "${BONDING_B_LINK[$slave]}" = up ] || bonding_wrong "$bond: its slave $slave is ${BONDING_B_LINK[$slave]:-down}"
  done
  [ "${mode%% *}" = 802.3ad ] || return 0
  case ${BONDING_K_FLAGS[$bond]} in *LOWER_UP*) ;; *) return 0 ;; esac
  read -r partner 2>/dev/null < "/sys/class/net/$bond/bonding/ad_partner_mac"
  if [ "$partner" = 00:00:00:00:00:00 ]; then
    bonding_wrong "$bond: $(bonding_no_partner "${BONDING_B_SLAVES[*]}")"
    return 0
  fi
  for slave in "${BONDING_B_SLAVES[@]}"; do
    [ "${BONDING_B_LINK[$slave]}" = up ] || continue
    value=${BONDING_B_AGGREGATOR[$slave]}
    : "${first:=$value}"
    if [ "$value" != "$first" ]; then
      bonding_wrong "$bond: its slaves are in different aggregators: do all cables go to the same switch, into one LACP group?"
      break
    fi
  done
}

# bonding_compare: adds a verdict for each thing that is not as the plan has it.  The plan is read as
# text; nothing of it is run.  Prints nothing; returns 0.
bonding_compare() {
  local lines=() line name now word found plan=''
  mapfile -t lines 2>/dev/null < /etc/rc.d/rc.inet1.bonding
  for line in "${lines[@]}"; do
    case $line in
      'bonding_plan() {') plan=1 ;;
      '}') plan= ;;
      '  bonding_'*)
        [ -n "$plan" ] || continue
        bonding_split "${line//\'/}" ' '
        name=${BONDING_WORDS[1]}
        case ${BONDING_WORDS[0]} in
          bonding_link)
            [ -n "${BONDING_K_FLAGS[$name]}" ] || bonding_wrong "$name: is not there" ;;
          bonding_option)
            now=
            read -r now 2>/dev/null < "/sys/class/net/$name/bonding/${BONDING_WORDS[2]}" || continue
            found=
            for word in $now; do [ "$word" != "${BONDING_WORDS[3]}" ] || found=1; done
            [ -n "$found" ] ||
              bonding_wrong "$name: ${BONDING_WORDS[2]} is ${now:-empty}, not ${BONDING_WORDS[3]} as planned" ;;
          bonding_slave)
            [ -n "${BONDING_K_FLAGS[$name]}" ] && [ "${BONDING_K_MASTER[${BONDING_WORDS[2]}]}" != "$name" ] &&
              bonding_wrong "$name: its slave ${BONDING_WORDS[2]} is missing" ;;
          bonding_port)
            [ -n "${BONDING_K_FLAGS[$name]}" ] && [ "${BONDING_K_MASTER[${BONDING_WORDS[2]}]}" != "$name" ] &&
              bonding_wrong "$name: its port ${BONDING_WORDS[2]} is missing" ;;
          bonding_address)
            [ -n "${BONDING_K_FLAGS[$name]}" ] || continue
            case ${BONDING_K_ADDR[$name]} in *" ${BONDING_WORDS[2]} "*) ;;
              *) bonding_wrong "$name: its address ${BONDING_WORDS[2]} is missing" ;;
            esac ;;
        esac ;;
    esac
  done
}

# bonding_status: prints the bonds and what stands on them, as the kernel has them, and what is wrong;
# returns 0 when nothing is, 1 otherwise.
bonding_status() {
  local name upper other under
  BONDING_VERDICTS=() BONDING_SHOWN=
  bonding_find
  # what nothing of ours stands on comes first
  for name in "${BONDING_K_NAMES[@]}"; do
    bonding_ours "$name" || [ -d "/sys/class/net/$name/bonding" ] || continue
    upper=
    other=${BONDING_K_MASTER[$name]}
    [ -z "$other" ] || ! bonding_ours "$other" || upper=1
    if [ -z "$upper" ]; then
      for under in "${BONDING_K_NAMES[@]}"; do
        [ "${BONDING_K_PARENT[$under]}" = "$name" ] && bonding_ours "$under" && upper=1 && break
      done
    fi
    [ -n "$upper" ] || bonding_show "$name" ''
    [ ! -d "/sys/class/net/$name/bonding" ] || bonding_judge "$name"
  done
  bonding_compare
  if [ -z "$BONDING_SHOWN" ] && [ ${#BONDING_VERDICTS[@]} -eq 0 ]; then
    echo 'No bonds.'
    return 0
  fi
  [ ${#BONDING_VERDICTS[@]} -gt 0 ] || return 0
  printf 'WRONG: %s\n' "${BONDING_VERDICTS[@]}"
  return 1
}
