# Part of scripts/unfold: reports the state of an application whose driver runs in the cluster.

# Reads the output of spark-submit with conf/log4j2.properties and watch_properties: each message
# about the application is a line after "@application ", whose own lines are joined by RS. Prints
# changes, passes other lines through, and exits with the exit code.
watch() {
  local line code="" status=1 in_known_trace=""
  application="" state="" page="" outcome="" messages="" diagnostics=""
  while IFS= read -r line || [[ -n "$line" ]]; do
    case "$line" in
      "@application "*) read_message "${line#@application }" ;;
      "@spark-submit "*) status="${line#@spark-submit }" ;;
      *'SparkException: Application '*' finished with '*) in_known_trace=yes ;;
      $'\tat '*) [[ -n "$in_known_trace" ]] || printf '%s\n' "$line" >&2 ;;
      *) in_known_trace="" && printf '%s\n' "$line" >&2 ;;
    esac
  done
  end_watch
}

watch_properties=(-Dunfold.submission.level=info -Dunfold.submission.appender=application)

# Prints the result. The last message of a failed driver, which YARN passes on, contains its exit
# code; if the default file system is shared, every driver also writes the code to a file. Spark's
# own client of a standalone cluster always exits with 0.
end_watch() {
  outcome="${outcome:-$state}"
  if [[ -z "$code" && -n "$application" && "$outcome" != KILLED ]]; then
    code="$(exit_code_of_driver)"
    [[ "$code" =~ ^[0-9]+$ ]] || code=""
  fi
  if [[ -z "$code" ]]; then
    code="$status"
    case "$outcome" in FAILED | KILLED | ERROR) ((code)) || code=1 ;; esac
  fi
  if [[ -n "$messages" ]]; then
    printf '%s' "$messages" >&2
  elif ((code)) && [[ -n "$diagnostics" ]]; then
    say "$diagnostics"
  fi
  if [[ -n "$application" ]]; then
    say "$application ended${outcome:+ as $outcome}; exit code $code"
  fi
  exit "$code"
}

read_message() { # MESSAGE
  local part parts=()
  IFS=$'\036' read -r -a parts -d '' < <(printf '%s\0' "$1") || true
  for part in ${parts[@]+"${parts[@]}"}; do
    read_part "${part#"${part%%[![:space:]]*}"}"
  done
}

read_part() { # LINE
  case "$1" in
    'Submitting application '*) begin "${1#Submitting application }" ;;
    'Driver successfully submitted as '*) begin "${1#Driver successfully submitted as }" ;;
    'Application report for '*) read_state "${1##*state: }" ;;
    'State of '*' is '*) read_state "${1#* is }" ;;
    'Driver running on '*) say "its driver runs on ${1#Driver running on }" ;;
    'tracking URL: '*) read_page "${1#tracking URL: }" ;;
    'final status: '*) outcome="${1#final status: }" ;;
    'diagnostics: N/A' | 'diagnostics: ') ;;
    'diagnostics: '*) diagnostics="${1#diagnostics: }" ;;
    'unfold: '*) [[ "$messages" == *"$1"* ]] || messages+="$1"$'\n' ;;
  esac
  if [[ "$1" =~ unfold\ failed\ with\ exit\ code\ ([0-9]+) ]]; then code="${BASH_REMATCH[1]}"; fi
}

begin() { # APPLICATION, followed by other text
  application="${1%% *}"
  say "$application is submitted"
}

read_state() { # STATE, followed by other text
  local now="${1%%[,) ]*}"
  if [[ "$now" == "$state" ]]; then return; fi
  state="$now"
  say "$application is $state"
}

read_page() { # URL
  if [[ "$1" == "$page" || "$1" == N/A ]]; then return; fi
  page="$1"
  say "its page is $page"
}
