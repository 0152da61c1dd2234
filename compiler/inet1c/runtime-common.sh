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

# bonding_find [WORD]: sets BONDING_FOUND, the names that the stock script's stop is to leave alone: links
# that start made, their slaves and ports.  WORD is what rc.inet1 was called with: for stop, the record of a
# start in one go tells enough.  Prints nothing; returns 1 where there are none.
bonding_find() {
  local name
  BONDING_FOUND=
  bonding_defaults
  case "$1" in stop|down) bonding_read_quick && return 0 ;; esac
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

# bonding_forget_record: sets the BONDING_R_ arrays to nothing.  Prints nothing; returns 0.
bonding_forget_record() {
  unset BONDING_R_STAMP BONDING_R_DONE BONDING_R_NIC BONDING_R_ADDR BONDING_R_DHCP BONDING_R_FILE
  declare -gA BONDING_R_STAMP BONDING_R_DONE BONDING_R_NIC BONDING_R_ADDR BONDING_R_DHCP BONDING_R_FILE
  BONDING_R_GATEWAYS='' BONDING_R_IPV6='' BONDING_R_BOOT=''
}

# bonding_read_record: reads the record of this boot.  Prints nothing; fills the BONDING_R_ arrays, by
# name; returns 0.
bonding_read_record() {
  local boot='' lines=()
  bonding_forget_record
  [ -f "$BONDING_RECORD" ] || return 0
  read -r boot 2>/dev/null < /proc/sys/kernel/random/boot_id
  mapfile -t lines 2>/dev/null < "$BONDING_RECORD"
  # of another boot: its links are gone, and its NICs may be other ones
  [ "${lines[0]}" = "#boot $boot" ] || return 0
  BONDING_R_BOOT=$boot
  bonding_read_lines "${lines[@]}"
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
      '#gateway '*|'#nogateway '*|'#file '*|'#nofile '*) ;;
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
# Requests to ip(8), many in one process

# bonding_ip ABOUT WORD...: adds one request to the batch; ABOUT is said where it fails.
# Prints nothing; returns 0.
bonding_ip() {
  BONDING_ABOUT+=("$1")
  shift
  BONDING_BATCH+=("$*")
}

# bonding_commit: runs the batch in one process, and says what the kernel refused.  Prints errors; returns 0.
bonding_commit() {
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
  [ -z "$reason" ] || [ "$status" = 0 ] || bonding_run_singly
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
      "link add "*" dev "*) name=${BONDING_BATCH[n]#*" dev "}; [ ! -e "/sys/class/net/${name%% *}" ] || continue ;;
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
