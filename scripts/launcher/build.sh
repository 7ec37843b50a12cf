# Part of scripts/unfold and scripts/cluster: the Maven build of "root", one at a time.

# A distribution has its jars in one folder, a checkout in the folders of the build. DL4J is optional:
# commands that need it require its jar.
target="$root/jars"
dl4j_jar="$target/unfold-dl4j.jar"
if [[ ! -d "$target" ]]; then
  target="$root/jobs/target"
  dl4j_jar="$root/dl4j/target/unfold-dl4j.jar"
fi
jar="$target/unfold.jar"
build_command='mvn -q -DskipTests package'
lock="$root/target/build.lock" # a link to the id of the building process

# UNFOLD_BUILDING is set within a build, which runs a command itself (scripts/class-archive).

is_built() { # PATH…
  local path
  for path in "$jar" "$target/lib.classpath" "$@"; do
    [[ -e "$path" ]] || return 1
  done
  [[ ! -L "$lock" || -n "${UNFOLD_BUILDING:-}" ]]
}

# Builds if the jar, Spark's jars or one of the paths is missing. The process that creates the link
# "lock" builds; the others wait. A link without its process belongs to a killed build, whose jar may
# be incomplete.
build_if_missing() { # PATH…
  if is_built "$@"; then return; fi
  command -v mvn >/dev/null ||
    fail "not built, and no Maven found on the PATH" \
      "install Maven 3.8 or later, or run '$build_command' in $root elsewhere"
  if ! mkdir -p "$root/target" 2>/dev/null || [[ ! -w "$root/target" ]]; then
    fail "not built, and $root is not writable: its owner must run '$build_command' in it"
  fi
  until ln -s "$$" "$lock" 2>/dev/null; do
    wait_for_build
    if is_built "$@"; then return; fi
  done
  trap 'rm -f "$jar" "$lock"' EXIT
  trap 'exit 130' INT TERM HUP
  # Another process may have built between the first look and the lock.
  UNFOLD_BUILDING=yes is_built "$@" || build
  trap - EXIT INT TERM HUP
  rm -f "$lock"
}

build() {
  local started=$SECONDS
  say "building jobs/target/unfold.jar, once: about 2 minutes, and longer the first time," \
    "while Maven downloads Spark"
  (cd "$root" && UNFOLD_BUILDING=yes $build_command >&2) || { say "the build failed" && exit 1; }
  say "built in $((SECONDS - started)) s"
}

# Waits until the build of another process has ended; removes the files of a killed one.
wait_for_build() {
  local builder
  builder="$(readlink "$lock")" || return 0
  say "waiting for the build of process $builder"
  while [[ "$(readlink "$lock" || true)" == "$builder" ]]; do
    if ! kill -0 "$builder" 2>/dev/null; then
      remove_lock_of "$builder"
      return
    fi
    sleep 1
  done
}

# One of the waiting processes removes the lock, and only while it still belongs to the dead process.
remove_lock_of() { # PROCESS
  ln -s "$$" "$lock.$1" 2>/dev/null || return 0
  if [[ "$(readlink "$lock" || true)" == "$1" ]]; then rm -f "$jar" "$lock"; fi
  rm -f "$lock.$1"
}
