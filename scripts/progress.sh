# Signs of life for the scripts that source this file.
say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }

duration() { # SECONDS
  if (($1 < 100)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

# Runs a command that says nothing for a long time; every 15 seconds a line tells that it goes on.
with_signs_of_life() { # WHAT COMMAND...
  local what=$1 ended=0
  shift
  # The clock stops when its input ends: with the command, or with this shell.
  exec 8> >(seconds=0; while read -r -t 15 || (($? > 128)); do seconds=$((seconds + 15)); say "still $what, $(duration $seconds)"; done)
  "$@" 8>&- || ended=$?
  exec 8>&-
  return "$ended"
}
