# Becomes a program, in a session of its own.
# Arguments: its mark; the file that takes members of its control group, or nothing; what begins a session; the program with its arguments.
ulimit -m "$1" 2> /dev/null
[ -z "$2" ] || echo $$ > "$2" || exit 125
shift 2

# Shells add these to the environment, which is the program's.
unset PWD OLDPWD SHLVL
exec "$@"
