# Becomes a program without input and with both outputs in one.
exec "$@" < /dev/null 2>&1
