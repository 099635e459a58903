import { readdirSync, readFileSync } from 'node:fs';

let last = 0;

/** A number of seconds, about an hour, that no other process of this machine sleeps for. */
export const uniqueSleep = () => `${3_600 + ++last}.${process.pid}`;

/** A shell's script that starts 5 processes, which leave what started them as far as a program can without rights. */
export const escape = (seconds) => `
sleep ${seconds} &
setsid sleep ${seconds} < /dev/null > /dev/null 2>&1 &
(setsid setsid sleep ${seconds} < /dev/null > /dev/null 2>&1 &)
env -i setsid sh -c '(env -i setsid sleep ${seconds} < /dev/null > /dev/null 2>&1 &) &'
env -i setsid sh -c 'trap "" TERM HUP INT; cd /; exec <&- >&- 2>&- 3<&- 4<&- 5<&- 6<&-; (sleep ${seconds} &) &'
`;

/** How many processes sleep for it. */
export const sleepers = (seconds) => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isSleeper(name, seconds)).length;

function isSleeper(id, seconds) {
  try {
    const [program, time] = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
    return program === 'sleep' && time === seconds;
  } catch {
    return false;
  }
}
