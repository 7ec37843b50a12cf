# Part of scripts/unfold: an application whose driver runs in the cluster, told line by line.

# Reads what spark-submit writes with conf/log4j2.properties and the properties of
# watch_properties: each message on the application is a line after "@application ", its own lines
# joined by RS. Says what changes, lets other lines pass, and ends with the exit code.
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

# Says how it ended. The exit code of a driver that failed stands in its last words, which YARN
# passes on; every driver leaves it in a file where the default file system is one of the cluster.
# Spark's own client of a standalone cluster ends with 0 whatever the driver did.
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

begin() { # APPLICATION, with what follows it
  application="${1%% *}"
  say "$application is submitted"
}

read_state() { # STATE, with what follows it
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
