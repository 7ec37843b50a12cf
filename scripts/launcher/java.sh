# Part of scripts/unfold: the choice of java, and the format of paths for it.

# Stores the path of java in "java".
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

# Prints the version of "java": from its release file, which avoids the start of a JVM, else from
# java itself.
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

# Prints a path as a URL, because log4j misinterprets a path with a comma or a percent sign.
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
