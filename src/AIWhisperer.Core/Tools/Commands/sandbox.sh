# Makes the file system of a sandbox, and runs a program in it as one of its processes. Begun by unshare as the first process of new
# namespaces, so that everything here ends with it.
# Arguments: workspace, working directory, most processes, number of readable paths, these paths, the program with its arguments.
set -eu
workspace=$1 directory=$2 processes=$3 readable=$4
shift 4

# On a directory that no program needs, and that is above none that does.
root=/sys
mount -t tmpfs -o mode=755,size=16m,nosuid,nodev sandbox $root

show() {
  if [ -L "$1" ]; then
    mkdir -p "$root${1%/*}"
    ln -s "$(readlink "$1")" "$root$1"
    return
  elif [ -d "$1" ]; then
    mkdir -p "$root$1"
  elif [ -e "$1" ]; then
    mkdir -p "$root${1%/*}"
    : > "$root$1"
  else
    return 0
  fi
  mount --bind "$1" "$root$1"
  mount -o "remount,bind,$2" "$root$1"
}

for path in /usr /bin /sbin /lib /lib32 /lib64 /etc/alternatives /etc/ld.so.cache /etc/passwd /etc/group /etc/nsswitch.conf; do
  show $path ro,nosuid,nodev
done
for path in /dev/null /dev/zero /dev/full /dev/random /dev/urandom; do
  show $path rw,nosuid,noexec
done
ln -s /proc/self/fd $root/dev/fd

# What can be written in /proc would reach outside when the server runs as root.
mkdir $root/proc $root/tmp $root/old
mount -t proc -o nosuid,nodev,noexec proc $root/proc
for path in sys sysrq-trigger irq bus; do
  if [ -e $root/proc/$path ]; then
    mount --bind $root/proc/$path $root/proc/$path
    mount -o remount,bind,ro,nosuid,nodev,noexec $root/proc/$path
  fi
done

mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev temporary $root/tmp
while [ "$readable" -gt 0 ]; do
  show "$1" ro,nosuid,nodev
  shift
  readable=$((readable - 1))
done
show "$workspace" rw,nosuid,nodev

cd $root
pivot_root . old
umount -l /old
rmdir /old
mount -o remount,bind,ro,nosuid,nodev /
cd "$directory"

# The first process stays, to take the orphans; a request to end is for the others.
trap : TERM
setpriv --no-new-privs --bounding-set=-all --inh-caps=-all -- prlimit --nproc="$processes:$processes" --core=0:0 -- "$@"
exit $?
