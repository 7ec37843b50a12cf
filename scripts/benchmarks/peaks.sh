# The peak resident memory of a driver and of two executors of scripts/cluster, for scripts that start
# them with their files in "$folder": VmHWM of Linux, which a process has until it ends.

children() { # PID
  awk -v parent="$1" '/^Pid:/ { pid = $2 } /^PPid:/ && $2 == parent { print pid }' \
    /proc/[0-9]*/status 2>/dev/null || true
}

declare -A peak=() # name -> kB

sample() { # NAME PID
  local found
  found="$(awk '/^VmHWM:/ { print $2 }' "/proc/$2/status" 2>/dev/null || true)"
  if [[ -n $found ]] && ((found > ${peak[$1]:-0})); then peak[$1]=$found; fi
}

watch() { # DRIVER_PID
  local worker pid
  while [[ -d /proc/$1 ]]; do
    sample driver "$1"
    for worker in 1 2; do
      for pid in $(children "$(<"$folder/cluster/run/worker-$worker.pid")"); do
        sample "executor $worker" "$pid"
      done
    done
    sleep 0.5
  done
}

# Prints the peaks as members of a JSON object.
peaks() {
  local name
  for name in driver "executor 1" "executor 2"; do
    echo "  \"peak MiB of the $name\" : $((peak[$name] / 1024)),"
  done
}
