# Part of scripts/unfold: local mode, where driver and tasks are one JVM.

default_memory=4g
min_megabytes=512 # the minimum of Spark
# Commands that end before JIT compilation pays off: they start with less of it.
short_commands=' settings inspect models '
# Commands that start Spark, and other slow commands.
spark_commands=' train retrain evaluate predict score bench-round bench-trainers '
long_commands=' generate export import report bench-step bench-gemm bench-items bench-generate '

# Stores the command of local mode in "java_command".
local_command() {
  local options=() extra=() path
  path="$(class_path)"
  check_memory
  check_cores
  if is_short; then options=(-XX:+UseSerialGC -XX:CompileThresholdScaling=8); fi
  # An archive of loaded and verified classes; a JVM that cannot use it ignores it.
  if [[ -r "$target/unfold.jsa" ]] && ! observes_classes; then
    options+=("-XX:SharedArchiveFile=$target/unfold.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off)
  fi
  set -f
  extra=(${UNFOLD_JAVA_OPTIONS:-})
  set +f
  export SPARK_LOCAL_IP="${SPARK_LOCAL_IP:-127.0.0.1}"
  java_command=("$java" "@$root/conf/jvm-options" "-Xmx$memory" ${options[@]+"${options[@]}"}
    "-Dspark.master=local[$cores,4]" -Dspark.ui.enabled=false -Dlog4j2.disableJmx=true
    # A run survives that its computer sleeps: local mode needs no heartbeat between its threads.
    -Dspark.storage.blockManagerHeartbeatTimeoutMs=30d
    # No process is started to set the permission of a file.
    -Dspark.hadoop.fs.file.impl=dev.unfold.driver.storage.fs.NioLocalFileSystem
    "${java_properties[@]}" ${extra[@]+"${extra[@]}"}
    -cp "$path" "$main")
}

# Whether an agent or a recording of JFR observes how classes are loaded. JDK 17 crashes if such classes
# come from an archive.
observes_classes() {
  local options=" ${UNFOLD_JAVA_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-}"
  [[ "$options" == *" -javaagent:"* || "$options" == *" -agent"* || "$options" == *FlightRecord* ]]
}

# Prints the jar, Spark's jars in the order of the build, the jar of DL4J if it was built, and the
# configuration folders of Hadoop.
class_path() {
  local entries entry path="$jar" IFS=:
  [[ "$root" != *:* ]] || fail "Java cannot use a folder with a colon in its path: $root"
  IFS= read -r entries <"$target/lib.classpath" || true
  set -f
  for entry in $entries; do
    [[ -r "$target/$entry" ]] ||
      fail "cannot read $target/$entry: run '$build_command' in $root, or make it readable"
    path+=":$target/$entry"
  done
  [[ ! -r "$dl4j_jar" ]] || path+=":$dl4j_jar"
  for entry in ${HADOOP_CONF_DIR:-} ${YARN_CONF_DIR:-}; do
    [[ -d "$entry" ]] ||
      fail "HADOOP_CONF_DIR, YARN_CONF_DIR: expected folders, found $entry: correct or unset it"
    path+=":$entry"
  done
  printf '%s' "$path"
}

# Stores the heap size in "memory".
check_memory() {
  memory="${UNFOLD_MEMORY:-$default_memory}"
  [[ "$memory" =~ ^([1-9][0-9]{0,8})([mMgG])$ ]] ||
    fail "UNFOLD_MEMORY: expected a size such as 512m or 4g, found '$memory'"
  local megabytes=${BASH_REMATCH[1]} machine
  case "${BASH_REMATCH[2]}" in [gG]) megabytes=$((megabytes * 1024)) ;; esac
  ((megabytes >= min_megabytes)) ||
    fail "UNFOLD_MEMORY: expected at least ${min_megabytes}m, found $memory"
  if [[ -n "${UNFOLD_MEMORY:-}" ]]; then
    machine="$(machine_megabytes)"
    ((megabytes <= machine)) ||
      fail "UNFOLD_MEMORY: expected at most the ${machine}m of this machine, found $memory"
  fi
}

# Prints the memory of the machine or of the container.
machine_megabytes() {
  local name value unit file bytes
  bytes="$(sysctl -n hw.memsize 2>/dev/null || echo 9223372036854775807)"
  if [[ -r /proc/meminfo ]]; then
    while read -r name value unit; do
      if [[ "$name" == MemTotal: ]]; then bytes=$((value * 1024)); fi
    done </proc/meminfo
  fi
  for file in /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes; do
    if [[ -r "$file" ]]; then
      read -r value <"$file" || true
      if [[ "$value" =~ ^[0-9]+$ ]] && ((value < bytes)); then bytes="$value"; fi
    fi
  done
  echo $((bytes / 1048576))
}

# Stores the number of task threads in "cores".
check_cores() {
  cores="${UNFOLD_CORES:-$(getconf _NPROCESSORS_ONLN)}"
  [[ "$cores" =~ ^[1-9][0-9]{0,3}$ ]] ||
    fail "UNFOLD_CORES: expected a whole number from 1 to 9999, found '$cores'"
}

# Prints the name of the command, which is its first argument that is not an option; for bench
# followed by a hyphen and the subcommand.
command_name() {
  local argument name=""
  for argument in ${command[@]+"${command[@]}"}; do
    case "$argument" in
      -*) ;;
      bench) name=bench- ;;
      *) echo "$name$argument" && return ;;
    esac
  done
  echo "$name"
}

asks_for_help() {
  local argument
  for argument in ${command[@]+"${command[@]}"}; do
    case "$argument" in -h | --help | -V | --version) return 0 ;; esac
  done
  return 1
}

is_short() {
  asks_for_help || [[ "$short_commands" == *" $(command_name) "* ]]
}

# Prints what starts, because it takes seconds until Java prints something.
announce() {
  local noun=cores name
  ((cores > 1)) || noun=core
  if asks_for_help; then return; fi
  name="$(command_name)"
  if [[ "$spark_commands" == *" $name "* ]]; then
    say "starting Spark in local mode with $cores $noun, $memory"
  elif [[ "$long_commands" == *" $name "* ]]; then
    say "starting ${name/-/ }, with $memory of memory"
  fi
}
