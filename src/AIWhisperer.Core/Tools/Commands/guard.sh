# Waits until the server is gone, in whatever way it went, and then kills what its commands have left.
# Argument: how the mark of its commands begins. Its input is a pipe that only the server holds open.
exec > /dev/null 2>&1
read -r _
for _ in 1 2 3 4 5 6 7 8 9 10; do
  processes=$(grep -lsz -- "^$1" /proc/[0-9]*/environ | cut -d/ -f3)
  [ -n "$processes" ] || exit 0
  kill -KILL $processes
  sleep 0.1
done
