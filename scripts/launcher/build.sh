# Part of scripts/unfold and scripts/cluster: what Maven makes of "root", and one build at a time.

# A distribution has its jars in one folder, a checkout where the build makes them. DL4J is optional:
# what needs it works with its jar only.
target="$root/jars"
dl4j_jar="$target/unfold-dl4j.jar"
if [[ ! -d "$target" ]]; then
  target="$root/jobs/target"
  dl4j_jar="$root/dl4j/target/unfold-dl4j.jar"
fi
jar="$target/unfold.jar"
build_command='mvn -q -DskipTests package'
lock="$root/target/build.lock" # a link to the number of the process that builds

# UNFOLD_BUILDING is set within a build, which runs a command itself (scripts/class-archive).

is_built() { # PATH…
  local path
  for path in "$jar" "$target/lib.classpath" "$@"; do
    [[ -e "$path" ]] || return 1
  done
  [[ ! -L "$lock" || -n "${UNFOLD_BUILDING:-}" ]]
}

# Builds if the jar, Spark's jars or one of the paths is not there. Who makes the link "lock" builds;
# the others wait. A link without its process is that of a build that was killed, whose jar may be
# incomplete.
build_if_missing() { # PATH…
  if is_built "$@"; then return; fi
  command -v mvn >/dev/null ||
    fail "not built, and there is no Maven on the PATH" \
      "install Maven 3.8 or later, or run '$build_command' in $root elsewhere"
  if ! mkdir -p "$root/target" 2>/dev/null || [[ ! -w "$root/target" ]]; then
    fail "not built, and $root is not yours to write: its owner runs '$build_command' in it"
  fi
  until ln -s "$$" "$lock" 2>/dev/null; do
    wait_for_build
    if is_built "$@"; then return; fi
  done
  trap 'rm -f "$jar" "$lock"' EXIT
  trap 'exit 130' INT TERM HUP
  build
  trap - EXIT INT TERM HUP
  rm -f "$lock"
}

build() {
  local started=$SECONDS
  say "building jobs/target/unfold.jar, once: about 2 minutes, and longer the first time," \
    "while Maven fetches Spark"
  (cd "$root" && UNFOLD_BUILDING=yes $build_command >&2) || { say "the build failed" && exit 1; }
  say "built in $((SECONDS - started)) s"
}

# Waits until the build of another process is over; removes what one left that was killed.
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

# Of all that wait one removes the lock, and only while it still is that of the dead process.
remove_lock_of() { # PROCESS
  ln -s "$$" "$lock.$1" 2>/dev/null || return 0
  if [[ "$(readlink "$lock" || true)" == "$1" ]]; then rm -f "$jar" "$lock"; fi
  rm -f "$lock.$1"
}
