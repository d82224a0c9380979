#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# ./run fetch-mnist against mirrors on loopback. With TYPENET_DATA, a folder with MNIST's four .gz
# files, a download that succeeds is tested too.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
server=""
finish() {
    [[ -z $server ]] || kill "$server" 2>/dev/null || true
    rm -rf -- "$scratch"
}
trap finish EXIT

fail() {
    printf 'FAILED: %s\n--- output of the last command:\n' "$*"
    cat -- "$scratch/output"
    exit 1
}

# expect STATUS COMMAND...: runs the command, with its output in $scratch/output.
expect() {
    local wanted=$1 status=0
    shift
    "$@" >"$scratch/output" 2>&1 </dev/null || status=$?
    ((status == wanted)) || fail "expected exit code $wanted, found $status: $*"
}
expect_said() { grep -qF -- "$1" "$scratch/output" || fail "expected it to say: $1"; }
expect_not_said() { ! grep -qF -- "$1" "$scratch/output" || fail "expected it not to say: $1"; }
expect_names() {
    local found
    found=$(ls -A -- "$1")
    [[ $found == "$2" ]] || fail "expected in $1: ${2:-nothing}; found: ${found:-nothing}"
}

# One server; its folders are the mirrors. It is asked for a free port by asking for port 0.
mkdir "$scratch/served" "$scratch/served/empty" "$scratch/served/wrong" "$scratch/served/noise"
: >"$scratch/server"
python3 -u -m http.server 0 --bind 127.0.0.1 --directory "$scratch/served" >"$scratch/server" 2>&1 &
server=$!
port=""
for _ in {1..100}; do
    port=$(sed -n 's/^Serving HTTP on .* port \([0-9]*\) .*/\1/p' "$scratch/server")
    [[ -z $port ]] || break
    sleep 0.1
done
: >"$scratch/output"
[[ -n $port ]] || fail "the server did not start: $(cat "$scratch/server")"
base=http://127.0.0.1:$port
export no_proxy=127.0.0.1

first=train-images-idx3-ubyte
sum=ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db
printf 'not MNIST' | gzip >"$scratch/served/wrong/$first.gz"
wrong_sum=$(printf 'not MNIST' | sha256sum | cut -d' ' -f1)
printf 'not gzip' >"$scratch/served/noise/$first.gz"

fetch() { TYPENET_MNIST_MIRRORS=$1 "$root/run" fetch-mnist "$2"; }

# Usage.
expect 2 "$root/run" fetch-mnist
expect_said "error: fetch-mnist expects one directory, found 0 arguments"
expect 2 "$root/run" fetch-mnist a b
expect 2 "$root/run" no-such-command
expect_said "error: unknown command 'no-such-command'"
expect 0 "$root/run"
expect_said "fetch-mnist DIRECTORY"

# No mirror has it: each is tried, the last one's answer is told, nothing is left.
expect 1 fetch "$base/empty $base/absent/" "$scratch/a b/data"
expect_said "fetching $base/empty/$first.gz"
expect_said "error: cannot fetch $scratch/a b/data/$first.gz from any mirror; the last one: $base/absent/$first.gz: curl: (22)"
expect_names "$scratch/a b/data" ""

# Wrong content is refused, with the file and both sums, and nothing is left.
expect 1 fetch "$base/wrong" "$scratch/data"
expect_said "error: cannot fetch $scratch/data/$first.gz from any mirror; the last one: expected content with SHA-256 $sum, found $wrong_sum at $base/wrong/$first.gz"
expect_names "$scratch/data" ""
expect 1 fetch "$base/noise" "$scratch/data"
expect_said "found no gzip file at $base/noise/$first.gz"
expect_names "$scratch/data" ""

# A wrong file that was there is left as it was when nothing better is found.
printf 'mine' >"$scratch/data/$first.gz"
expect 1 fetch "$base/empty" "$scratch/data"
expect_said "$first.gz is here but wrong"
expect_names "$scratch/data" "$first.gz"
[[ $(cat "$scratch/data/$first.gz") == mine ]] || fail "the old file changed"

# A directory that cannot be made.
: >"$scratch/file"
expect 1 fetch "$base/empty" "$scratch/file/data"
expect_said "error: cannot make the directory $scratch/file/data: Not a directory"

if [[ -z ${TYPENET_DATA:-} ]]; then
    echo "skipped: TYPENET_DATA is not set"
    exit 0
fi

# Success past a mirror without it and one with other content, over a wrong file.
mkdir "$scratch/served/right"
cp -- "$TYPENET_DATA"/{train,t10k}-{images-idx3,labels-idx1}-ubyte.gz "$scratch/served/right"
expect 0 fetch "$base/empty $base/wrong $base/right" "$scratch/data"
expect_said "MNIST is in $scratch/data"
expect_names "$scratch/data" "$(ls -A -- "$scratch/served/right")"
for file in "$scratch/served/right"/*; do
    cmp -s -- "$file" "$scratch/data/${file##*/}" || fail "$file came out different"
done

# A second run fetches nothing.
expect 0 fetch "$base/right" "$scratch/data"
expect_said "$first.gz is here and right"
expect_not_said fetching

# One file damaged: only that one is fetched.
truncate -s 1000 "$scratch/data/t10k-labels-idx1-ubyte.gz"
expect 0 fetch "$base/right" "$scratch/data"
expect_said "fetching $base/right/t10k-labels-idx1-ubyte.gz"
expect_not_said "fetching $base/right/$first.gz"
cmp -s -- {"$scratch/served/right","$scratch/data"}/t10k-labels-idx1-ubyte.gz || fail "not replaced"
