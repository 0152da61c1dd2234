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
          "Speed: Unknown"*) ;;
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
  local bond=$1 slave mode='' value='' partner='' first='' linked='' arp=0 mii=0
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
  # without a partner each slave is by itself, which with min_links takes the bond its carrier
  case ${BONDING_K_FLAGS[$bond]} in *,UP,*) ;; *) return 0 ;; esac
  for slave in "${BONDING_B_SLAVES[@]}"; do
    [ "${BONDING_B_LINK[$slave]}" != up ] || linked+=" $slave"
  done
  [ -n "$linked" ] || return 0
  read -r partner 2>/dev/null < "/sys/class/net/$bond/bonding/ad_partner_mac"
  if [ "$partner" = 00:00:00:00:00:00 ]; then
    bonding_wrong "$bond: $(bonding_no_partner "${linked# }")"
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
  local lines=() line name now word found plan='' asked="${BONDSLAVES[*]}${BONDNICS[*]}"
  # an old plan, and nothing is started of it
  [ -n "$asked" ] || [ "${BONDING_CONF:-0}" != 0 ] || [ -s "$BONDING_RECORD" ] || return 0
  mapfile -t lines 2>/dev/null < /etc/rc.d/rc.inet1.bonding
  for line in "${lines[@]}"; do
    case $line in
      "BONDING_STEPS='") plan=1 ;;
      "'") [ -z "$plan" ] || return 0 ;;
      '  bonding_'*)
        [ -n "$plan" ] || continue
        bonding_split "${line//\'/}" ' '
        name=${BONDING_WORDS[1]}
        case ${BONDING_WORDS[0]} in
          bonding_link)
            [ -n "${BONDING_K_FLAGS[$name]}" ] || bonding_wrong "$name: is not there" ;;
          bonding_option)
            # a failover changes which one is active
            [ "${BONDING_WORDS[2]}" != active_slave ] && [ -e "/sys/class/net/$name/bonding/${BONDING_WORDS[2]}" ] ||
              continue
            now=
            # the others are empty in a mode that does not have them, or for a user who is not to know
            read -r now 2>/dev/null < "/sys/class/net/$name/bonding/${BONDING_WORDS[2]}" ||
              [ "${BONDING_WORDS[2]}" = primary ] || continue
            found=
            for word in $now; do [ "$word" != "${BONDING_WORDS[3]}" ] || found=1; done
            [ -n "$found" ] ||
              bonding_wrong "$name: ${BONDING_WORDS[2]} is ${now:-empty}, not ${BONDING_WORDS[3]} as planned" ;;
          bonding_arp_targets)
            now=
            read -r now 2>/dev/null < "/sys/class/net/$name/bonding/arp_ip_target"
            [ -n "${BONDING_K_FLAGS[$name]}" ] || continue
            for word in "${BONDING_WORDS[@]:2}"; do
              case " $now " in *" $word "*) ;; *) bonding_wrong "$name: arp_ip_target $word is missing" ;; esac
            done ;;
          bonding_slave)
            [ -n "${BONDING_K_FLAGS[$name]}" ] && [ "${BONDING_K_MASTER[${BONDING_WORDS[2]}]}" != "$name" ] &&
              bonding_wrong "$name: its slave ${BONDING_WORDS[2]} is missing" ;;
          bonding_port)
            [ -n "${BONDING_K_FLAGS[$name]}" ] && [ "${BONDING_K_MASTER[${BONDING_WORDS[2]}]}" != "$name" ] &&
              bonding_wrong "$name: its port ${BONDING_WORDS[2]} is missing" ;;
          bonding_address)
            [ -n "${BONDING_K_FLAGS[$name]}" ] || continue
            case ${BONDING_K_ADDR[$name]}${BONDING_K_LINKLOCAL[$name]} in *" ${BONDING_WORDS[2]} "*) ;;
              *) bonding_wrong "$name: its address ${BONDING_WORDS[2]} is missing" ;;
            esac ;;
          bonding_up)
            # a bond has been judged
            [ ! -d "/sys/class/net/$name/bonding" ] || continue
            case ${BONDING_K_FLAGS[$name]:-,UP,} in *,UP,*) ;; *) bonding_wrong "$name: is down" ;; esac ;;
        esac ;;
    esac
  done
  # the end of the steps was not seen
  [ -z "$asked" ] || bonding_wrong "there is no usable /etc/rc.d/rc.inet1.bonding for the bonds of rc.inet1.conf"
}

# bonding_report: prints the bonds and what stands on them, as the kernel has them, and what is wrong;
# returns 0 when nothing is, 1 otherwise.
bonding_report() {
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
    # the module makes an idle one when it is loaded without max_bonds=0
    [ ! -d "/sys/class/net/$name/bonding" ] || { ! bonding_ours "$name" && bonding_is_idle_bond "$name"; } ||
      bonding_judge "$name"
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

# bonding_no_partner SLAVES: prints the verdict on a bond in 802.3ad that hears no LACP; returns 0.
bonding_no_partner() {
  printf '%s' "the switch does not answer LACP on ${1// /, }: static trunk? use balance-xor or balance-rr, or turn LACP on there"
}
