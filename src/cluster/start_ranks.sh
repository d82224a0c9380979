#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# start_ranks.sh N PROGRAM ARGUMENT...: N processes of the program on this machine, as mpirun starts
# them, with what is missing there:
# - the options that OpenMPI wants where the caller is root, or ranks are more than cores, and so that
#   a rank's threads are not bound to one core;
# - Ctrl-C: mpirun would give ranks one second; SIGUSR1 it only passes on, and a rank then ends in order;
# - of all that OpenMPI says when a run ends early, only what the ranks did not say: who was killed.
set -uo pipefail

count=$1
shift
options=()
if [[ $(mpirun --version 2>/dev/null) == *"Open MPI"* ]]; then
    options=(--oversubscribe --bind-to none)
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
fi

exec {plain}> >(
    trap '' INT TERM HUP
    exec sed -u -E \
        -e 's/^mpirun noticed that process (rank [0-9]+) with PID [0-9]+ on node (.*) exited on (signal [0-9]+ .*)\.$/error: \1 on \2 was ended by \3; the run ends here/' \
        -e '/^(-{74}|Primary job |a non-zero exit code\. |MPI_ABORT was |with errorcode |NOTE: invoking MPI_ABORT )/d' \
        -e '/^(You may or may not see output |exactly when Open MPI kills |\[.*orte_base_help_aggregate|\[.*help message )/d' \
        -e '/^(mpirun: Forwarding signal |mpirun detected that one or |the job to be terminated\. |  Process name: |  Exit code: |$)/d' >&2
)
filter=$!
setsid mpirun "${options[@]}" -n "$count" "$@" 2>&"$plain" {plain}>&- &
ranks=$!
trap 'kill -USR1 "$ranks" 2>/dev/null; trap "kill \"$ranks\" 2>/dev/null" INT TERM HUP' INT TERM HUP
status=0
while kill -0 "$ranks" 2>/dev/null; do
    status=0
    wait "$ranks" || status=$?
done
exec {plain}>&-
wait "$filter"
exit "$status"
