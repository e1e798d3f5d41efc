# sh lifeline.sh SIGNAL COMMAND...: runs COMMAND, and sends it SIGNAL when our standard input ends,
# which it does when the test process stops or dies, however it dies. Ends when COMMAND ends, with its status.
exec 3<&0
signal=$1
shift
"$@" </dev/null 3<&- &
server=$!
(
    read -r _ <&3
    kill -s "$signal" "$server"
) 2>/dev/null &
lifeline=$!
wait "$server"
status=$?
kill "$lifeline" 2>/dev/null
exit "$status"
