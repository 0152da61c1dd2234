# ---------------------------------------------------------------------------------------------------
# What the kernel has

# bonding_scan [-d]: reads all links and addresses of the kernel, in one process; with -d, what ip(8) tells
# of their kind and options as well.  Prints nothing; fills the BONDING_K_ arrays, by name; returns 0.
bonding_scan() {
  local line rest name='' parent word
  unset BONDING_K_FLAGS BONDING_K_MTU BONDING_K_MASTER BONDING_K_GROUP BONDING_K_MAC BONDING_K_PARENT
  unset BONDING_K_ADDR BONDING_K_LINKLOCAL BONDING_K_DETAIL
  declare -gA BONDING_K_FLAGS BONDING_K_MTU BONDING_K_MASTER BONDING_K_GROUP BONDING_K_MAC
  declare -gA BONDING_K_PARENT BONDING_K_ADDR BONDING_K_LINKLOCAL BONDING_K_DETAIL
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
      "    inet6 "*" scope link "*)  # goes when the link goes down
        word=${line#*inet6 }
        BONDING_K_LINKLOCAL[$name]+=" ${word%% *} " ;;
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

# ---------------------------------------------------------------------------------------------------
# The record

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
