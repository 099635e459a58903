# Runs a program in a session of its own, without input, with both outputs in one.
# Arguments: the file that takes members of a control group, or nothing; the program with its arguments.
[ -z "$1" ] || echo $$ > "$1" || exit 125
shift
exec setsid "$@" < /dev/null 2>&1
