# Part of scripts/unfold: calls of spark-submit.

# Prints the last value of a spark-submit option; nothing if there is none.
submit_option() { # OPTION
  local i value=""
  for ((i = 0; i < ${#submit[@]}; i++)); do
    case "${submit[i]}" in
      "$1") value="${submit[i + 1]}" ;;
      "$1="*) value="${submit[i]#*=}" ;;
    esac
  done
  echo "$value"
}

# Resolves a local CONF with this environment and ships it, because the driver runs elsewhere. Stores
# the folder of the resolved file in "shipped" and the command for the driver in "command".
ship_configuration() {
  local i conf=""
  for ((i = 0; i < ${#command[@]}; i++)); do
    case "${command[i]}" in
      --set) i=$((i + 1)) ;;
      train | retrain | -*) ;;
      *) conf="${command[i]}" && break ;;
    esac
  done
  [[ -z "$conf" || "$conf" =~ ^[A-Za-z][A-Za-z0-9+.-]*:/ ]] && return
  [[ "$(submit_option --master)" != spark://* ]] ||
    fail "Spark standalone does not ship files to a driver in cluster mode" \
      "put $conf where every worker can access it and use its URL, such as hdfs://… or file:///…"
  local name name_of_command settings=()
  name="$(basename "$conf")"
  shipped="$(mktemp -d)"
  trap 'rm -rf "$shipped"' EXIT
  for ((i = 0; i < ${#command[@]}; i++)); do
    case "${command[i]}" in
      train | retrain) name_of_command="${command[i]}" ;;
      *) settings+=("${command[i]}") ;;
    esac
  done
  local_command
  "${java_command[@]}" settings "${settings[@]}" >"$shipped/$name"
  local files
  files="$(submit_option --files)"
  submit+=(--files "${files:+$files,}$shipped/$name")
  command=("$name_of_command" "$name")
}

# Returns whether the command names DL4J itself or a local file that does.
needs_dl4j() {
  local argument
  case "$(command_name)" in import | export) return 0 ;; esac
  for argument in ${command[@]+"${command[@]}"}; do
    case "$argument" in *dl4j* | trainers) return 0 ;; esac
    if [[ -f "$argument" ]] && grep -qw dl4j "$argument"; then return 0; fi
  done
  return 1
}

# Ships the jar of DL4J if the command needs it.
ship_dl4j() {
  if ! needs_dl4j; then return; fi
  [[ -r "$dl4j_jar" ]] || fail "the command needs DL4J, and $dl4j_jar does not exist" \
    "build it with '$build_command' in $root"
  local jars
  jars="$(submit_option --jars)"
  submit+=(--jars "${jars:+$jars,}$dl4j_jar")
}

submit() {
  spark_submit="${SPARK_HOME:-}/bin/spark-submit"
  [[ -n "${SPARK_HOME:-}" ]] ||
    fail "${submit[0]} needs a Spark 3.5 installation: set SPARK_HOME to its folder" \
      "without options before the command, unfold runs in local mode"
  [[ -x "$spark_submit" ]] || fail "no spark-submit in SPARK_HOME: $spark_submit"
  id -un >/dev/null 2>&1 ||
    fail "the user $(id -u) has no entry in passwd, and spark-submit needs one: add it"
  local deploy_mode cluster_options=()
  deploy_mode="$(submit_option --deploy-mode)"
  shipped=""
  if [[ "$deploy_mode" == cluster ]]; then
    java_properties+=("${watch_properties[@]}")
    exit_code_file=".unfold-exit-code-$(date +%s)-$$-$RANDOM"
    cluster_options=(--conf spark.standalone.submit.waitAppCompletion=true
      --conf "spark.unfold.exitCodeFile=$exit_code_file")
    # A standalone cluster starts the driver's JVM without the options that Spark needs on JDK 17.
    [[ "$(submit_option --master)" != spark://* ]] ||
      cluster_options+=(--conf "spark.driver.extraJavaOptions=$(grep -v '^#' "$root/conf/jvm-options" | tr '\n' ' ')")
    if [[ " ${command[*]-} " =~ " "(re)?train" " ]]; then ship_configuration; fi
  fi
  ship_dl4j
  SPARK_SUBMIT_OPTS="${java_properties[*]} ${SPARK_SUBMIT_OPTS:-}"
  export SPARK_SUBMIT_OPTS
  local all=("$spark_submit" --class "$main"
    --conf spark.executorEnv.OMP_NUM_THREADS=1 --conf spark.yarn.appMasterEnv.OMP_NUM_THREADS=1
    --conf spark.executorEnv.LC_ALL=C.UTF-8 --conf spark.yarn.appMasterEnv.LC_ALL=C.UTF-8
    --conf "spark.executorEnv.GLIBC_TUNABLES=$GLIBC_TUNABLES"
    --conf "spark.yarn.appMasterEnv.GLIBC_TUNABLES=$GLIBC_TUNABLES"
    ${cluster_options[@]+"${cluster_options[@]}"} ${submit[@]+"${submit[@]}"} "$jar" ${command[@]+"${command[@]}"})
  if ! asks_for_help; then
    say "starting spark-submit: master $(submit_option --master | or_else "that of SPARK_HOME")," \
      "deploy mode $(echo "$deploy_mode" | or_else client)"
  fi
  [[ "$deploy_mode" == cluster ]] || exec "${all[@]}"
  submit_and_watch "${all[@]}"
}

# Prints the exit code that the driver wrote to "exit_code_file", a file in the user's folder of the
# default file system, and removes that file; prints nothing if it does not exist.
exit_code_of_driver() {
  local i options=()
  for ((i = 0; i < ${#submit[@]}; i++)); do
    case "${submit[i]}" in
      --conf | --properties-file | --principal | --keytab)
        options+=("${submit[i]}" "${submit[i + 1]}") && i=$((i + 1))
        ;;
      --conf=* | --properties-file=* | --principal=* | --keytab=*) options+=("${submit[i]}") ;;
    esac
  done
  "$spark_submit" --class "$main" ${options[@]+"${options[@]}"} --master 'local[1]' \
    --deploy-mode client "$jar" exit-code "$exit_code_file" </dev/null 2>/dev/null || true
}

# Prints the line on stdin, or else the argument.
or_else() { # TEXT
  local line
  IFS= read -r line || true
  echo "${line:-$1}"
}

# Runs spark-submit and reports the state of the application. Exits with the exit code of the command
# if that is known, else with that of spark-submit.
submit_and_watch() { # COMMAND…
  exec 3>&1
  set +e +o pipefail
  {
    "$@" 2>&1 >&3 3>&-
    echo "@spark-submit $?"
  } | watch
  exit $?
}
