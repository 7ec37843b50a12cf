# Part of scripts/unfold: which java, and what it is told of paths.

# Leaves the java to run in "java".
find_java() {
  local version
  if [[ -n "${JAVA_HOME:-}" ]]; then
    java="$JAVA_HOME/bin/java"
    [[ -x "$java" ]] || fail "JAVA_HOME: expected a JDK 17, found no bin/java in $JAVA_HOME"
  else
    java="$(command -v java)" || fail "found no java on the PATH: install JDK 17 and set JAVA_HOME"
  fi
  version="$(java_version)"
  [[ "$version" == 17* ]] ||
    fail "needs JDK 17, found ${version:-no version} in $java: set JAVA_HOME to a JDK 17"
}

# Prints the version of "java": of the file beside it that names it, which spares the start of a
# JVM, else of java itself.
java_version() {
  local release line
  release="$(folder_of "$java")/../release"
  if [[ -r "$release" ]]; then
    while IFS= read -r line || [[ -n "$line" ]]; do
      if [[ "$line" =~ ^JAVA_VERSION=\"([0-9._]+) ]]; then
        echo "${BASH_REMATCH[1]}"
        return
      fi
    done <"$release"
  fi
  line="$("$java" -version 2>&1)" || true
  if [[ "$line" =~ version\ \"([0-9._]+) ]]; then echo "${BASH_REMATCH[1]}"; fi
}

# Prints a path as a URL, since log4j takes a path with a comma or a percent sign for something else.
file_url() { # PATH
  local LC_ALL=C path="$1" i character
  printf 'file:'
  for ((i = 0; i < ${#path}; i++)); do
    character="${path:i:1}"
    case "$character" in
      [A-Za-z0-9/._~-]) printf '%s' "$character" ;;
      *) printf '%%%02X' "$(($(printf '%d' "'$character") & 255))" ;;
    esac
  done
}
