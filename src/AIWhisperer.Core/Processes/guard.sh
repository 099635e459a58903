# Waits until the server is gone, in whatever way it went, and then ends what its programs have left: asks first, kills a second later.
# Arguments: the line of a process's limits that has their mark; how the paths of their control groups begin, each one.
# Its input is a pipe that only the server holds open.
trap '' TERM INT HUP
exec > /dev/null 2>&1
marks=$1
shift

# Whatever is in none of the groups carries the mark. A member out of this name space is shown as 0, which would be the guard's own group.
left() {
  grep -ls -- "$marks" /proc/[0-9]*/limits | cut -d/ -f3
  for group in $groups; do grep -vx 0 "$group/cgroup.procs"; done
}

read -r _
groups=$(for prefix; do echo "$prefix"*; done)
processes=$(left)
[ -z "$processes" ] || kill -TERM $processes

# One that was just being started has no mark yet: only a while without any is the end.
rounds=0 calm=0
while [ $rounds -lt 30 ] && [ $calm -lt 5 ]; do
  sleep 0.1
  rounds=$((rounds + 1)) calm=$((calm + 1))
  processes=$(left)
  [ -z "$processes" ] || calm=0
  if [ $rounds -gt 10 ]; then
    for group in $groups; do echo 1 > "$group/cgroup.kill" || echo 0 > "$group/pids.max"; done
    [ -z "$processes" ] || kill -KILL $processes
  fi
done
rmdir $groups
